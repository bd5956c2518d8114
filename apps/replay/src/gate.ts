/** Lets a bounded number of operations run at once. */
export interface Gate {
  /** Waits for a place, then starts the operation without awaiting it. The first failure is thrown by the next call, and by `drain`. */
  start(operation: () => Promise<void>): Promise<void>;
  /** Resolves when nothing runs any more. */
  drain(): Promise<void>;
}

export function createGate(width: number): Gate {
  const running = new Set<Promise<void>>();
  let failures: unknown[] = [];

  async function follow(operation: () => Promise<void>): Promise<void> {
    try {
      await operation();
    } catch (error) {
      failures.push(error);
    }
  }

  function throwFirst(): void {
    const [first] = failures;
    if (failures.length === 0) return;
    failures = [];
    throw first;
  }

  return {
    async start(operation) {
      while (running.size >= width) await Promise.race(running);
      throwFirst();
      const followed: Promise<void> = follow(operation).finally(() => running.delete(followed));
      running.add(followed);
    },
    async drain() {
      await Promise.all(running);
      throwFirst();
    },
  };
}

/** Runs one operation per item, so many at once; the first failure ends it. */
export async function forEachAtOnce<T>(
  width: number,
  items: Iterable<T>,
  operation: (item: T) => Promise<void>,
): Promise<void> {
  const gate = createGate(width);
  try {
    for (const item of items) await gate.start(() => operation(item));
  } finally {
    await gate.drain();
  }
}
