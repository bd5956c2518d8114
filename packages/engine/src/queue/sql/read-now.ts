/** The store's time. */
export const readNow = { name: 'read-now', text: 'select now_ms() as now' };
