/** The terminal, npm and the shell each pass one Ctrl-C on: what follows this closely is the same key press. */
const SAME_PRESS_MS = 1_000;

export interface Interrupts {
  /** Aborted at the first interrupt, or when whoever started this program is gone. */
  readonly signal: AbortSignal;
}

/** @param force called at the second interrupt */
export function onInterrupt(force: () => void): Interrupts {
  const controller = new AbortController();
  let firstAt = 0;
  const interrupt = () => {
    const now = performance.now();
    if (!controller.signal.aborted) {
      firstAt = now;
      controller.abort(new InterruptedError());
    } else if (now - firstAt > SAME_PRESS_MS) force();
  };
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, interrupt);
  process.on('disconnect', interrupt);
  return { signal: controller.signal };
}

export class InterruptedError extends Error {
  constructor() {
    super('interrupted');
    this.name = 'InterruptedError';
  }
}
