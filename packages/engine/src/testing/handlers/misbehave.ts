/** Does what its payload says: the ways in which a handler can harm the tier. */
export default async function misbehave(payload: unknown): Promise<void> {
  const how = (payload as { how: string }).how;
  await WAYS[how]?.();
}

const WAYS: Record<string, () => unknown> = {
  throw: () => {
    throw new Error('thrown on purpose');
  },
  throwOutside: () =>
    new Promise(() => {
      setImmediate(() => {
        throw new Error('thrown outside its promise');
      });
    }),
  exit: () => process.exit(3),
  block: () => {
    for (;;);
  },
  hang: () => new Promise(() => undefined),
  linger: () => new Promise((resolve) => setTimeout(resolve, 1_500)),
  eatMemory: () => {
    const eaten: unknown[] = [];
    for (;;) eaten.push(new Array(100_000).fill({ eaten: true }).map((item) => ({ ...item })));
  },
  allocateAtOnce: () => new Array(60_000_000).fill(1.5),
  growMap: () => {
    const map = new Map<number, object>();
    for (let index = 0; ; index++) map.set(index, { index });
  },
  eatBuffers: async () => {
    const eaten: Buffer[] = [];
    for (;;) {
      eaten.push(Buffer.alloc(16 * 2 ** 20, 1));
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  },
  abort: () => process.abort(),
  killItself: () => process.kill(process.pid, 'SIGKILL'),
  nul: () => {
    throw new Error('a \u0000 and half a pair \ud800');
  },
};
