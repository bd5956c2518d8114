/**
 * Seeds that find a fault that the engine once had, by putting the fault back; they run first. Where plans are drawn anew
 * they become other seeds, as good as any.
 */
export const REGRESSION_SEEDS: readonly { readonly seed: number; readonly found: string }[] = [
  {
    seed: 203,
    found: 'I5: a job was read, run and settled before the answer of its insert came, and handed over again',
  },
  { seed: 23, found: 'I13: a job was blamed for the end of a process that was dead before the job reached it' },
  { seed: 790, found: 'I13: a job was sent to a process that was being ended for the job before' },
  { seed: 12, found: 'I11: a mega-job whose result could not be stored took the retries of all its jobs' },
  { seed: 232, found: 'I25: an engine that had stood still for five seconds looked for nothing for a hundred' },
  { seed: 58, found: 'I25: shards were taken over from a dead engine, and at once given away to it' },
];
