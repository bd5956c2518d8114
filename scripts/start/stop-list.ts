import { formatSeconds, sayLine } from '../terminal.ts';

export interface Stoppable {
  readonly name: string;
  /** Not worth a line of its own. */
  readonly isQuiet?: boolean;
  stop(): Promise<void>;
  /** At once, whatever is lost by it. */
  kill?(): void;
}

/** What was started, to be stopped in the opposite order. */
export interface StopList {
  add(item: Stoppable): void;
  stopAll(): Promise<void>;
  killAll(): void;
}

export function createStopList(): StopList {
  const items: Stoppable[] = [];
  return {
    add: (item) => void items.push(item),
    stopAll: async () => {
      for (let item = items.at(-1); item !== undefined; item = items.at(-1)) {
        await stopOne(item);
        items.splice(items.indexOf(item), 1);
      }
    },
    killAll: () => {
      for (const item of items) item.kill?.();
    },
  };
}

async function stopOne({ name, isQuiet = false, stop }: Stoppable): Promise<void> {
  const beganAt = performance.now();
  try {
    await stop();
    if (!isQuiet) sayLine('■', `${name} stopped ${formatSeconds(performance.now() - beganAt)}`);
  } catch (error) {
    sayLine('✖', `${name} did not stop in order: ${error instanceof Error ? error.message : String(error)}`);
  }
}
