/** Time and chance, so that tests own both. */
export interface Runtime {
  readonly now: () => number;
  /** 0 ≤ x < 1 */
  readonly random: () => number;
  /** A new Idempotency-Key. */
  readonly newKey: () => string;
  /** Resolves after that many ms, or rejects with the signal's reason. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
}

export const systemRuntime: Runtime = {
  now: Date.now,
  random: Math.random,
  newKey: () => crypto.randomUUID(),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const onAbort = () => {
        clearTimeout(timer);
        reject(signal?.reason);
      };
      const timer = setTimeout(() => {
        signal?.removeEventListener('abort', onAbort);
        resolve();
      }, ms);
      signal?.addEventListener('abort', onAbort, { once: true });
    }),
};
