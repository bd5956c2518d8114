/** Time as the engine sees it; simulation and tests bring their own. Instants are ms since 1970, `elapsed` never goes back. */
export interface Clock {
  now(): number;
  elapsed(): number;
  /** Calls back once after `delayMs`; the returned function takes it back. */
  after(delayMs: number, callback: () => void): () => void;
  /** Calls back once, after what is under way now. */
  soon(callback: () => void): void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  after: (delayMs, callback) => {
    const timer = setTimeout(callback, delayMs);
    return () => clearTimeout(timer);
  },
  soon: (callback) => void setImmediate(callback),
};
