/** What people change, as the log names it. */
export const CHANGED_KINDS = [
  'useCase',
  'schedule',
  'grant',
  'job',
  'downstream',
  'incidentMode',
  'webhook',
  'apiKey',
  'team',
  'user',
  'replay',
] as const;
export type ChangedKind = (typeof CHANGED_KINDS)[number];

const LABELS: Readonly<Record<ChangedKind, string>> = {
  useCase: 'Use cases',
  schedule: 'Schedules',
  grant: 'Burst grants',
  job: 'Single jobs',
  downstream: 'Downstreams',
  incidentMode: 'Incident mode',
  webhook: 'Webhooks',
  apiKey: 'API keys',
  team: 'Teams',
  user: 'People',
  replay: 'Replays',
};

export const KIND_OPTIONS = CHANGED_KINDS.map((value) => ({ value, label: LABELS[value] }));
