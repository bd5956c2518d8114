/** Aborts after a time, or with the caller's own signal. */
export interface TimeLimit {
  readonly signal: AbortSignal;
  /** To be called at the end, whatever it was. */
  lift(): void;
}

/**
 * As `AbortSignal.any([caller, AbortSignal.timeout(limitMs)])`, but nothing of it outlives the call: such a signal stays, with all that
 * hangs on it, until its time has passed, so that a program with a thousand calls a second always keeps ten thousand of them.
 */
export function limitTime(limitMs: number, caller: AbortSignal | undefined): TimeLimit {
  const controller = new AbortController();
  const passOn = (): void => controller.abort(caller?.reason);
  const timer = setTimeout(() => controller.abort(new DOMException('The time limit is over', 'TimeoutError')), limitMs);
  if (caller?.aborted) passOn();
  else caller?.addEventListener('abort', passOn, { once: true });
  return {
    signal: controller.signal,
    lift: () => {
      clearTimeout(timer);
      caller?.removeEventListener('abort', passOn);
    },
  };
}
