import { endStrays } from './end-strays.ts';

/** Looking at every process of the machine takes milliseconds: jobs that end their processes one after another must not make it a duty. */
const GAP_MS = 500;

/** Ends what is left of workers that have ended. */
export interface StrayHunt {
  /** Soon, together with that of others. */
  add(mark: string): void;
  /** Before the engine itself ends. */
  endNow(mark: string): void;
}

export function createStrayHunt(end: (marks: ReadonlySet<string>) => void = endStrays): StrayHunt {
  let marks = new Set<string>();
  let timer: NodeJS.Timeout | null = null;

  const hunt = (): void => {
    timer = null;
    if (marks.size === 0) return;
    end(marks);
    marks = new Set();
    timer = setTimeout(hunt, GAP_MS).unref();
  };

  return {
    add: (mark) => {
      marks.add(mark);
      if (timer === null) hunt();
    },
    endNow: (mark) => {
      marks.delete(mark);
      end(new Set([mark]));
    },
  };
}
