/** Beside others who write sharing minutes, but not beside who sums them up; until the end of the transaction. */
export const lockMinutes = {
  name: 'lock-minutes',
  text: 'select pg_advisory_xact_lock_shared(4867002)',
};
