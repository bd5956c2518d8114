'use client';
import { Dialog } from '@base-ui/react/dialog';
import { Command } from 'cmdk';
import {
  Contrast,
  FileSearch,
  Keyboard,
  KeyRound,
  ListTree,
  type LucideIcon,
  Plus,
  Search,
  Send,
  Shield,
  Siren,
  Zap,
} from 'lucide-react';
import { useRouter } from 'next/navigation';
import { type ReactNode, useState } from 'react';
import { NAVIGATION } from '#features/shell/navigation.ts';
import { useThemeToggle } from '#features/shell/use-theme-toggle.ts';
import { findJobId } from './find-job-id.ts';
import { useFoundUseCases } from './use-found-use-cases.ts';

interface CommandPaletteProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly onShortcuts: () => void;
}

/** ⌘K: every page, every use case, any job by its id, and the verbs. */
export function CommandPalette({ open, onOpenChange, onShortcuts }: CommandPaletteProps) {
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-(--backdrop)" />
        <Dialog.Popup
          aria-label="Search and commands"
          className="fixed top-[min(12vh,6rem)] left-1/2 z-50 w-[calc(100vw-1.5rem)] max-w-xl -translate-x-1/2 overflow-hidden rounded-lg border border-line bg-surface shadow-(--shadow-popup)"
        >
          <Palette onDone={() => onOpenChange(false)} onShortcuts={onShortcuts} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** Verbs that are asked which use case they are meant for. */
const ASKED = {
  test: {
    icon: Send,
    question: 'Send a test job to which use case?',
    heading: 'Send a test job to',
    search: '?tab=submit',
  },
  burst: {
    icon: Zap,
    question: 'Grant a burst to which use case?',
    heading: 'Grant a burst to',
    search: '?grant=true',
  },
} as const;
type Asked = keyof typeof ASKED | null;

interface PaletteProps {
  readonly onDone: () => void;
  readonly onShortcuts: () => void;
}

function Palette({ onDone, onShortcuts }: PaletteProps) {
  const [typed, setTyped] = useState('');
  const [asked, setAsked] = useState<Asked>(null);
  const router = useRouter();
  const go = (href: string) => {
    onDone();
    router.push(href);
  };
  const ask = (verb: Asked) => {
    setTyped('');
    setAsked(verb);
  };
  const Icon = asked === null ? Search : ASKED[asked].icon;
  return (
    <Command shouldFilter={false} label="Search and commands" loop>
      <div className="flex items-center gap-2.5 border-b border-line px-4">
        <Icon aria-hidden="true" className="size-4 text-muted" />
        <Command.Input
          autoFocus
          value={typed}
          onValueChange={setTyped}
          placeholder={asked === null ? 'Use case, job id, page or command' : ASKED[asked].question}
          className="h-12 flex-1 bg-transparent text-[1rem] outline-hidden placeholder:text-faint"
        />
      </div>
      <Command.List className="max-h-[min(24rem,60vh)] overflow-y-auto p-1.5">
        <Command.Empty className="px-3 py-8 text-center text-sm text-muted">
          Nothing is called that. Jobs are found by their whole id, use cases by name or team.
        </Command.Empty>
        <JobItem typed={typed} onGo={go} />
        {asked === null && <Verbs typed={typed} onGo={go} onAsk={ask} onDone={onDone} onShortcuts={onShortcuts} />}
        <UseCases typed={typed} asked={asked} onGo={go} />
      </Command.List>
    </Command>
  );
}

function JobItem({ typed, onGo }: { readonly typed: string; readonly onGo: (href: string) => void }) {
  const id = findJobId(typed);
  if (id === null) return null;
  return (
    <Item icon={FileSearch} value={id} onSelect={() => onGo(`/jobs/${id}`)}>
      Open job <span className="truncate font-mono text-xs">{id}</span>
    </Item>
  );
}

interface VerbsProps extends PaletteProps {
  readonly typed: string;
  readonly onGo: (href: string) => void;
  readonly onAsk: (verb: Asked) => void;
}

function Verbs({ typed, onGo, onAsk, onDone, onShortcuts }: VerbsProps) {
  const toggleTheme = useThemeToggle();
  const close = (then: () => void) => () => {
    onDone();
    then();
  };
  const verbs = [
    ...NAVIGATION.map((item) => ({ label: item.label, icon: item.icon, run: () => onGo(item.href) })),
    { label: 'Register a use case', icon: Plus, run: () => onGo('/use-cases/new') },
    { label: 'Send a test job…', icon: Send, run: () => onAsk('test') },
    { label: 'Grant a burst…', icon: Zap, run: () => onAsk('burst') },
    { label: 'Register a downstream', icon: Shield, run: () => onGo('/downstreams?register=true') },
    { label: 'Start incident mode…', icon: Siren, run: () => onGo('/incident-mode?start=true') },
    { label: 'Mint an API key', icon: KeyRound, run: () => onGo('/keys?mint=true') },
    { label: 'Toggle theme: light or dark', icon: Contrast, run: close(toggleTheme) },
    { label: 'Keyboard shortcuts', icon: Keyboard, run: close(onShortcuts) },
  ];
  const needle = typed.trim().toLowerCase();
  const found = verbs.filter((verb) => verb.label.toLowerCase().includes(needle));
  if (found.length === 0) return null;
  return (
    <Group heading="Pages and commands">
      {found.map((verb) => (
        <Item key={verb.label} icon={verb.icon} value={verb.label} onSelect={verb.run}>
          {verb.label}
        </Item>
      ))}
    </Group>
  );
}

interface UseCasesProps {
  readonly typed: string;
  readonly asked: Asked;
  readonly onGo: (href: string) => void;
}

function UseCases({ typed, asked, onGo }: UseCasesProps) {
  const found = useFoundUseCases(typed);
  if (found.length === 0) return null;
  const { icon, heading, search } =
    asked === null ? { icon: ListTree, heading: 'Use cases', search: '' } : ASKED[asked];
  return (
    <Group heading={heading}>
      {found.map((row) => (
        <Item
          key={row.name}
          icon={icon}
          value={`use-case ${row.name}`}
          onSelect={() => onGo(`/use-cases/${encodeURIComponent(row.name)}${search}`)}
        >
          <span className="truncate">{row.name}</span>
          <span className="ml-auto shrink-0 text-xs text-muted">{row.team}</span>
        </Item>
      ))}
    </Group>
  );
}

function Group({ heading, children }: { readonly heading: string; readonly children: ReactNode }) {
  return (
    <Command.Group
      heading={heading}
      className="[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:py-1.5 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:font-semibold [&_[cmdk-group-heading]]:text-muted"
    >
      {children}
    </Command.Group>
  );
}

interface ItemProps {
  readonly icon: LucideIcon;
  readonly value: string;
  readonly onSelect: () => void;
  readonly children: ReactNode;
}

function Item({ icon: Icon, value, onSelect, children }: ItemProps) {
  return (
    <Command.Item
      value={value}
      onSelect={onSelect}
      className="flex min-h-9 cursor-default items-center gap-2.5 max-sm:min-h-11 rounded-md px-2.5 select-none data-[selected=true]:bg-hover"
    >
      <Icon aria-hidden="true" className="size-4 shrink-0 text-muted" />
      {children}
    </Command.Item>
  );
}
