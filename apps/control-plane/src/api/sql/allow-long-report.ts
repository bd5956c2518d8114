/** Inside a transaction: a report over a week of many use cases may take longer than what is watched each second. */
export const allowLongReport = { text: `set local statement_timeout = '15s'` };
