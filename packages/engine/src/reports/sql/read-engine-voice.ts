/** The store's now, and when an engine last spoke (null: never). */
export const readEngineVoice = {
  name: 'read-engine-voice',
  text: 'select now_ms() as as_of, (select max(beat_at) from engine_beat) as engine_spoke_at',
};
