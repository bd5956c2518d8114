/** Engine processes that said something since $1, longest running first. */
export const readEngines = {
  name: 'read-engines',
  text: 'select id, host, started_at, beat_at, status from engine_beat where beat_at >= $1 order by started_at, id',
};
