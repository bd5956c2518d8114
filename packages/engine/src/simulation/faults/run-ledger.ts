import type { JobKey } from '@leeway/domain/job-id';

/** How a run of a job ended, as far as it did: `died` with its process. */
export type RunEnd = 'ok' | 'fail' | 'died';

export interface Run {
  readonly key: JobKey;
  readonly attempt: number;
  readonly engineId: string;
  readonly token: number;
  readonly startedAt: number;
  end: RunEnd | null;
  endedAt: number;
}

/** What handlers did, written down where they ran: outside everything that is tested. */
export interface RunLedger {
  start(run: Omit<Run, 'end' | 'endedAt'>): Run;
  /** The runs of this attempt under this engine that ended in one of these ways. */
  endedRuns(about: { key: JobKey; attempt: number; engineId: string }, ends: readonly RunEnd[]): Run[];
  startedCount(): number;
  /** An attempt that ran more than once. */
  findRepeated(): Run | undefined;
}

export function createRunLedger(): RunLedger {
  const runs = new Map<string, Run[]>();
  let startedCount = 0;
  return {
    start: (about) => {
      const run: Run = { ...about, end: null, endedAt: 0 };
      const id = `${about.key} ${about.attempt}`;
      const known = runs.get(id) ?? [];
      runs.set(id, known);
      known.push(run);
      startedCount += 1;
      return run;
    },
    endedRuns: ({ key, attempt, engineId }, ends) =>
      (runs.get(`${key} ${attempt}`) ?? []).filter(
        (run) => run.engineId === engineId && run.end !== null && ends.includes(run.end),
      ),
    startedCount: () => startedCount,
    findRepeated: () => [...runs.values()].find((ofAttempt) => ofAttempt.length > 1)?.[0],
  };
}
