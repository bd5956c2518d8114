/** The store's time. */
export const readClock = { name: 'read-clock', text: 'select now_ms() as now' };
