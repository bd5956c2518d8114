/** One folder at a time, until its transaction ends; false where another engine folds now. The number is arbitrary and ours. */
export const lockFold = {
  name: 'lock-fold',
  text: 'select pg_try_advisory_xact_lock(4867001) as is_locked',
};
