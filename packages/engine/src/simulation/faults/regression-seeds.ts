/** Seeds that once broke a promise, with what they found; they run first. A plan that draws anew makes them others: then they are as good as any. */
export const REGRESSION_SEEDS: readonly { readonly seed: number; readonly found: string }[] = [
  {
    seed: 257,
    found: 'I5: a job was read, run and settled before the answer of its insert came, and was handed over again',
  },
  {
    seed: 9,
    found:
      'I25: windows of a shard that was lost while its queues were looked at kept an engine from starting anything',
  },
  { seed: 198, found: 'I13: a job was blamed for the end of a process that was dead before the job reached it' },
  { seed: 1623, found: 'I13: a job was sent to a process that was being ended for the job before' },
  { seed: 263, found: 'I11: a mega-job whose result could not be stored took the retries of all its jobs' },
  { seed: 1365, found: 'I25: an engine that had stood still for five seconds looked for nothing for a hundred' },
];
