/** An engine that stops in order is gone from the console at once. */
export const removeBeat = { name: 'remove-beat', text: 'delete from engine_beat where id = $1' };
