/** Waits for those who write sharing minutes, and keeps them out until the end of the transaction. The number is arbitrary and ours. */
export const lockSharing = {
  name: 'lock-sharing',
  text: 'select true as is_locked, pg_advisory_xact_lock(4867002)',
};
