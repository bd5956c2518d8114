'use client';
import { useQueryStates } from 'nuqs';
import { PageHeader } from '#components/page-header.tsx';
import { Select } from '#components/select.tsx';
import { ChainPanel } from '#features/audit/chain-panel.tsx';
import { type ChangedKind, KIND_OPTIONS } from '#features/audit/changed-kinds.ts';
import { ChangesPanel } from '#features/audit/changes-panel.tsx';
import { changesParams } from './search-params.ts';

const ANY = 'any';

export function ChangesClient() {
  const [{ of }, setUrl] = useQueryStates(changesParams);
  return (
    <>
      <PageHeader title="Changes" below="What people changed in the whole tier, the latest first.">
        <Select
          label="Of what"
          value={of ?? ANY}
          onChange={(kind: ChangedKind | typeof ANY) => void setUrl({ of: kind === ANY ? null : kind })}
          options={[{ value: ANY, label: 'Of everything' }, ...KIND_OPTIONS]}
        />
      </PageHeader>
      <ChainPanel />
      <ChangesPanel of={of === null ? {} : { objectType: of }} isOfAll />
    </>
  );
}
