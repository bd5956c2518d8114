/** Tells every engine of jobs; each payload ($1) says in which queues, or nothing. Never inside a transaction that submits: its commit would wait for every other's. */
export const notifyWake = {
  name: 'notify-wake',
  text: `select pg_notify('leeway_wake', payload) from unnest($1::text[]) as payload`,
};
