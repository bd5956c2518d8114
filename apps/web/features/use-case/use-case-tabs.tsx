'use client';
import { Tabs } from '@base-ui/react/tabs';
import type { UseCaseView } from '@leeway/domain/views';
import type { ReactNode } from 'react';
import { Panel } from '#components/panel.tsx';
import { ChangesPanel } from '#features/audit/changes-panel.tsx';
import { BurstsTab } from '#features/grants/bursts-tab.tsx';
import type { JobList } from '#features/jobs/job-lists.ts';
import { JobsTab } from '#features/jobs/jobs-tab.tsx';
import { SchedulesTab } from '#features/schedules/schedules-tab.tsx';
import { whyNotChange } from '#features/session/decide-rights.ts';
import { useSessionUser } from '#features/session/session-context.tsx';
import { LeaseSnippets } from '#features/use-case-form/lease-snippets.tsx';
import { SubmitSnippets } from '#features/use-case-form/submit-snippets.tsx';
import { SettingsTab } from './settings-tab.tsx';
import { TestJob } from './test-job.tsx';

export type UseCaseTab = 'jobs' | 'schedules' | 'bursts' | 'settings' | 'changes' | 'submit' | 'lease';

interface UseCaseTabsProps {
  readonly useCase: UseCaseView;
  readonly submitUrl: string;
  readonly url: { readonly tab: UseCaseTab; readonly jobs: JobList };
  readonly onChange: (change: { tab?: UseCaseTab; jobs?: JobList }) => void;
  readonly onGrant: () => void;
}

interface Tab {
  readonly value: UseCaseTab;
  readonly label: string;
}

const TABS: readonly Tab[] = [
  { value: 'jobs', label: 'Jobs' },
  { value: 'schedules', label: 'Schedules' },
  { value: 'bursts', label: 'Bursts' },
  { value: 'settings', label: 'Settings' },
  { value: 'changes', label: 'Changes' },
  { value: 'submit', label: 'Submit' },
];
const REMOTE_TABS: readonly Tab[] = [...TABS, { value: 'lease', label: 'Lease' }];

export function UseCaseTabs({ useCase, submitUrl, url, onChange, onGrant }: UseCaseTabsProps) {
  const refusal = whyNotChange(useSessionUser(), useCase.team);
  const tabs = useCase.runtime === 'remote' ? REMOTE_TABS : TABS;
  const shown = tabs.some(({ value }) => value === url.tab) ? url.tab : 'jobs';
  return (
    <Tabs.Root value={shown} onValueChange={(tab: UseCaseTab) => onChange({ tab })}>
      <Tabs.List className="relative mb-3 flex overflow-x-auto overflow-y-hidden border-b border-line sm:gap-2">
        {tabs.map(({ value, label }) => (
          <Tabs.Tab
            key={value}
            value={value}
            className="h-11 shrink-0 rounded-t-md px-2 max-sm:min-w-11 font-medium text-muted hover:text-text data-active:text-text"
          >
            {label}
          </Tabs.Tab>
        ))}
        <Tabs.Indicator className="absolute bottom-0 left-0 h-0.5 w-(--active-tab-width) translate-x-(--active-tab-left) bg-accent transition-[translate,width] duration-150" />
      </Tabs.List>
      <TabPanel value="jobs">
        <JobsTab useCase={useCase} list={url.jobs} onChange={(jobs) => onChange({ jobs })} />
      </TabPanel>
      <TabPanel value="schedules">
        <SchedulesTab useCase={useCase} />
      </TabPanel>
      <TabPanel value="bursts">
        <BurstsTab useCase={useCase.name} refusal={refusal} onGrant={onGrant} />
      </TabPanel>
      <TabPanel value="settings">
        <SettingsTab useCase={useCase} />
      </TabPanel>
      <TabPanel value="changes">
        <ChangesPanel of={{ useCase: useCase.name }} />
      </TabPanel>
      <TabPanel value="submit">
        <div className="grid items-start gap-4 xl:grid-cols-2">
          <Panel title="From a program" hint="With a key of the owning team">
            <SubmitSnippets submitUrl={submitUrl} useCase={useCase.name} />
          </Panel>
          <Panel title="From here" hint="A real job, run like any other">
            <TestJob useCase={useCase} />
          </Panel>
        </div>
      </TabPanel>
      {useCase.runtime === 'remote' && (
        <TabPanel value="lease">
          <Panel title="How programs run the jobs" hint="With a key of the owning team">
            <LeaseSnippets submitUrl={submitUrl} useCase={useCase.name} />
          </Panel>
        </TabPanel>
      )}
    </Tabs.Root>
  );
}

function TabPanel({ value, children }: { readonly value: UseCaseTab; readonly children: ReactNode }) {
  return (
    <Tabs.Panel value={value} className="rounded-lg">
      {children}
    </Tabs.Panel>
  );
}
