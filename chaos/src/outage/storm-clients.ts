import { setTimeout as sleep } from 'node:timers/promises';
import { createLeeway } from '@leeway/sdk';

/** What programs did in one second. */
export interface StormSecond {
  /** Since the clients began. */
  readonly second: number;
  /** Calls that the programs made, and those of them whose job was stored in the end. */
  calls: number;
  stored: number;
  /** Requests that reached the network: the first of a call, and repeats. */
  first: number;
  retries: number;
}

export interface StormClients {
  readonly seconds: readonly StormSecond[];
  /** Requests of the call that needed most. */
  mostTries(): number;
  /** No more calls; resolves when those under way have ended. */
  stop(): Promise<void>;
}

export interface StormOptions {
  readonly urls: readonly string[];
  readonly apiKey: string;
  readonly useCase: string;
  readonly clientCount: number;
  readonly callsPerSecond: number;
}

/** Programs that call at a steady rate through the SDK as it is, whatever becomes of their calls; what the SDK sends is counted on its way. */
export function startStormClients(options: StormOptions): StormClients {
  const { urls, apiKey, useCase, clientCount, callsPerSecond } = options;
  const beganAt = performance.now();
  const seconds: StormSecond[] = [];
  const triesOf = new Map<string, number>();
  const underWay = new Set<Promise<void>>();
  let isOver = false;

  const now = (): StormSecond => {
    const second = Math.floor((performance.now() - beganAt) / 1_000);
    while (seconds.length <= second)
      seconds.push({ second: seconds.length, calls: 0, stored: 0, first: 0, retries: 0 });
    return seconds[second] as StormSecond;
  };
  const counting: typeof fetch = (address, init) => {
    const key = new Headers(init?.headers).get('idempotency-key') ?? '';
    const tries = (triesOf.get(key) ?? 0) + 1;
    triesOf.set(key, tries);
    now()[tries === 1 ? 'first' : 'retries'] += 1;
    return fetch(address, init);
  };
  const clients = Array.from({ length: clientCount }, (_, index) =>
    createLeeway({ url: urls[index % urls.length] ?? '', apiKey, fetch: counting }),
  );
  const call = async (count: number): Promise<void> => {
    now().calls += 1;
    try {
      await clients[count % clientCount]?.submit(useCase, [count, 0, 0]);
      now().stored += 1;
    } catch {
      // Counted by what is missing.
    }
  };
  const calling = (async () => {
    for (let count = 0; !isOver; count++) {
      const dueAt = beganAt + (count * 1_000) / callsPerSecond;
      if (dueAt > performance.now()) await sleep(dueAt - performance.now());
      const each = call(count).finally(() => underWay.delete(each));
      underWay.add(each);
    }
  })();
  return {
    seconds,
    mostTries: () => Math.max(0, ...triesOf.values()),
    stop: async () => {
      isOver = true;
      await calling;
      await Promise.all(underWay);
    },
  };
}
