/** Reads something, so that the transaction has a snapshot, and tells whose it is. */
export const holdAndTellPid = 'select pg_backend_pid() as pid, (select count(*) from use_case) as use_case_count';
