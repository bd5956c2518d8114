/**
 * Seeds that find a fault that the engine once had, by putting the fault back; they run first. Where plans are drawn anew
 * they become other seeds, as good as any.
 */
export const REGRESSION_SEEDS: readonly { readonly seed: number; readonly found: string }[] = [
  { seed: 860, found: 'I5: a job was read, run and settled before its insert was answered, and handed over again' },
  { seed: 23, found: 'I13: a job was blamed for the end of a process that was dead before the job reached it' },
  { seed: 12, found: 'I11: a mega-job whose result could not be stored took the retries of all its jobs' },
  { seed: 107, found: 'I25: an engine that had stood still for five seconds looked for nothing for a hundred' },
  { seed: 2, found: 'I25: shards were taken over from a dead engine, and at once given away to it' },
  { seed: 2238, found: 'I5: a job was read again and started while it was not known whether it had been cancelled' },
  { seed: 2591, found: 'I25: when the word that a job was told to stop got lost, nobody looked after it any more' },
  {
    seed: 4623,
    found:
      'I25: a retry was taken out of the ready queue for what had been read of the attempt before, and never put back',
  },
  {
    seed: 7482,
    found: 'I9: jobs of a use case came before it was known, and its limit per concurrency key was not theirs',
  },
];
