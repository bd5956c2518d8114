export interface RepeatedWork {
  /** Does it now, or waits for the time that is under way. */
  run(): Promise<void>;
  /** Not again; waits for the time that is under way. */
  stop(): Promise<void>;
}

interface Pauses {
  readonly everyMs: number;
  /** After one that did not succeed. */
  readonly afterFailureMs: number;
}

/** Does something at once and again and again, never twice at the same time. `work` tells whether it succeeded. */
export function repeatWork(work: () => Promise<boolean>, { everyMs, afterFailureMs }: Pauses): RepeatedWork {
  let isStopped = false;
  let running: Promise<void> | null = null;
  let next: NodeJS.Timeout | undefined;

  async function once(): Promise<void> {
    clearTimeout(next);
    const hasSucceeded = await work();
    running = null;
    if (!isStopped) next = setTimeout(run, hasSucceeded ? everyMs : afterFailureMs).unref();
  }

  function run(): Promise<void> {
    running ??= once();
    return running;
  }

  void run();
  return {
    run,
    stop: async () => {
      isStopped = true;
      clearTimeout(next);
      await running;
    },
  };
}
