/** The terminal, npm and the shell each pass one Ctrl-C on: what follows this closely is the same key press. */
const SAME_PRESS_MS = 1_000;

/**
 * The first Ctrl-C aborts the signal, the second calls `endAtOnce`.
 * @returns the signal
 */
export function watchInterrupts(endAtOnce: () => void): AbortSignal {
  const stop = new AbortController();
  let firstAt = 0;
  const interrupt = () => {
    if (!stop.signal.aborted) {
      firstAt = performance.now();
      stop.abort();
    } else if (performance.now() - firstAt > SAME_PRESS_MS) endAtOnce();
  };
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, interrupt);
  return stop.signal;
}
