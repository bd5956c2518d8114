/** Tells every engine to look for jobs. No payload: the store tells what there is. Never inside a transaction that submits: its commit would wait for every other's. */
export const notifyWake = { name: 'notify-wake', text: `select pg_notify('leeway_wake', '')` };
