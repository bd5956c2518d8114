/** `share` is FOR SHARE, `exclusive` what a writer takes. */
export type LockMode = 'share' | 'exclusive';

interface Lock {
  readonly holders: Map<object, LockMode>;
  readonly waiting: { readonly holder: object; readonly mode: LockMode; readonly onGranted: () => void }[];
}

/** Row locks as Postgres keeps them: held until the end of the transaction, granted in the order in which they were asked for. */
export interface LockTable {
  tryLock(holder: object, name: string, mode: LockMode): boolean;
  /** Calls back when the lock is there, later. False where waiting for it would be waiting in a circle. */
  wait(holder: object, name: string, mode: LockMode, onGranted: () => void): boolean;
  /** Gives back everything that it holds or waits for; those who can go on are called. */
  release(holder: object): void;
}

export function createLockTable(): LockTable {
  const locks = new Map<string, Lock>();
  const held = new Map<object, Set<string>>();
  const waitsFor = new Map<object, string>();

  const isFree = ({ holders }: Lock, holder: object, mode: LockMode): boolean => {
    for (const [other, otherMode] of holders)
      if (other !== holder && (mode === 'exclusive' || otherMode === 'exclusive')) return false;
    return true;
  };

  const grant = (lock: Lock, name: string, holder: object, mode: LockMode): void => {
    if (lock.holders.get(holder) !== 'exclusive') lock.holders.set(holder, mode);
    const names = held.get(holder) ?? new Set();
    held.set(holder, names.add(name));
  };

  const lockOf = (name: string): Lock => {
    const lock = locks.get(name) ?? { holders: new Map(), waiting: [] };
    locks.set(name, lock);
    return lock;
  };

  /** Whether `from` waits, over others, for what `holder` has. */
  const reaches = (from: object, holder: object): boolean => {
    if (from === holder) return true;
    const name = waitsFor.get(from);
    return (
      name !== undefined && [...lockOf(name).holders.keys()].some((next) => next !== from && reaches(next, holder))
    );
  };

  const wakeWaiting = (name: string): (() => void)[] => {
    const lock = locks.get(name);
    if (lock === undefined) return [];
    const woken: (() => void)[] = [];
    for (let first = lock.waiting[0]; first !== undefined && isFree(lock, first.holder, first.mode); ) {
      lock.waiting.shift();
      waitsFor.delete(first.holder);
      grant(lock, name, first.holder, first.mode);
      woken.push(first.onGranted);
      first = lock.waiting[0];
    }
    if (lock.holders.size === 0 && lock.waiting.length === 0) locks.delete(name);
    return woken;
  };

  return {
    tryLock: (holder, name, mode) => {
      const lock = lockOf(name);
      if (!isFree(lock, holder, mode)) return false;
      grant(lock, name, holder, mode);
      return true;
    },
    wait: (holder, name, mode, onGranted) => {
      const lock = lockOf(name);
      if ([...lock.holders.keys()].some((other) => other !== holder && reaches(other, holder))) return false;
      waitsFor.set(holder, name);
      lock.waiting.push({ holder, mode, onGranted });
      return true;
    },
    release: (holder) => {
      const names = [...(held.get(holder) ?? [])];
      held.delete(holder);
      const waited = waitsFor.get(holder);
      waitsFor.delete(holder);
      if (waited !== undefined) {
        const { waiting } = lockOf(waited);
        waiting.splice(
          waiting.findIndex((one) => one.holder === holder),
          1,
        );
        names.push(waited);
      }
      for (const name of names) locks.get(name)?.holders.delete(holder);
      for (const onGranted of names.flatMap(wakeWaiting)) onGranted();
    },
  };
}
