/** Names on screen of what a bulk change is about, and of how far it is. */
export const FILTER_LABELS: Readonly<Record<string, string>> = {
  states: 'Which jobs',
  submittedFrom: 'Submitted from',
  submittedTo: 'Submitted until',
  deadlineFrom: 'Deadline from',
  deadlineTo: 'Deadline until',
  failureCode: 'Failure',
  text: 'Failure contains',
  diedFrom: 'Died from',
  diedTo: 'Died until',
  operation: 'Bulk change',
  matchCount: 'Jobs that matched',
  doneCount: 'Changed',
  totalCount: 'Of',
  state: 'State',
};
