import type { ListedGrant } from '@leeway/domain/capacity-views';
import { GRANTABLE } from '#features/capacity/format-limits.ts';
import { type CsvColumn, isoOrNull } from '#features/csv/csv-column.ts';
import { GRANT_CLASS_TEXT, GRANT_STATE_TEXT } from './describe-grant.ts';

/** A limit that the grant does not name stays empty. */
const LIMITS: readonly CsvColumn<ListedGrant>[] = GRANTABLE.flatMap(({ kind, label, unit, limitOf }) => [
  {
    title: `${label} of the policy now (${unit})`,
    value: ({ amounts, policy }) => (amounts[kind] === undefined ? null : limitOf(policy)),
  },
  {
    title: `${label} with the grant (${unit})`,
    value: ({ amounts, granted }) => (amounts[kind] === undefined ? null : limitOf(granted)),
  },
]);

export const GRANTS_CSV: readonly CsvColumn<ListedGrant>[] = [
  { title: 'Use case', value: (grant) => grant.useCase },
  { title: 'Team', value: (grant) => grant.team },
  { title: 'State', value: (grant) => GRANT_STATE_TEXT[grant.state] },
  { title: 'For', value: (grant) => GRANT_CLASS_TEXT[grant.trafficClass] },
  { title: 'Starts (UTC)', value: (grant) => isoOrNull(grant.startsAt) },
  { title: 'Ends (UTC)', value: (grant) => isoOrNull(grant.endsAt) },
  { title: 'Ended early (UTC)', value: (grant) => isoOrNull(grant.endedAt) },
  ...LIMITS,
  { title: 'CPU beyond the policy (ms)', value: ({ used }) => used?.cpuMs ?? 0 },
  { title: 'Jobs beyond the rate limit', value: ({ used }) => used?.submittedCount ?? 0 },
  { title: 'Job time beyond the concurrency limit (ms)', value: ({ used }) => used?.jobMs ?? 0 },
  { title: 'Slots taken (slot ms)', value: ({ used }) => used?.slotMs ?? 0 },
  { title: 'Use cases that waited longer', value: ({ waiterCount }) => waiterCount },
  { title: 'Granted by', value: (grant) => grant.grantedBy },
  { title: 'Granted (UTC)', value: (grant) => isoOrNull(grant.grantedAt) },
  { title: 'Reason', value: (grant) => grant.reason },
  { title: 'Incident or plan', value: (grant) => grant.incidentUrl },
  { title: 'Id', value: (grant) => grant.id },
];
