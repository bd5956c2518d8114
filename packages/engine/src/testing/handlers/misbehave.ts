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
  eatMemory: () => {
    const eaten: unknown[] = [];
    for (;;) eaten.push(new Array(100_000).fill({ eaten: true }).map((item) => ({ ...item })));
  },
  nul: () => {
    throw new Error('a \u0000 and half a pair \ud800');
  },
};
