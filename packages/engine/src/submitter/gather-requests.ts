import { KIB } from '@leeway/domain/units';
import type { UseCaseEntry } from '../registry/entries.ts';
import type { Clock } from '../runtime/clock.ts';
import type { JobDraft } from './draft-jobs.ts';

export interface GathererOptions<T> {
  readonly clock: Pick<Clock, 'after'>;
  /** Stores jobs of one use case, all or none; returns what to answer for each. */
  readonly write: (useCase: UseCaseEntry, drafts: readonly JobDraft[]) => Promise<readonly T[]>;
  /** Whether the error is about the jobs themselves, so that trying each request alone finds the offender. */
  readonly isRowError: (error: unknown) => boolean;
}

export interface Gatherer<T> {
  /** Whether this request may share rows with others. */
  accepts(useCase: UseCaseEntry, drafts: readonly JobDraft[]): boolean;
  /** Resolves when the jobs are stored, together with what came meanwhile. */
  submit(useCase: UseCaseEntry, drafts: readonly JobDraft[]): Promise<readonly T[]>;
  /** Waits for no more. */
  flushAll(): void;
}

interface Part<T> {
  readonly drafts: readonly JobDraft[];
  readonly resolve: (answers: readonly T[]) => void;
  readonly reject: (error: unknown) => void;
}

interface Gathering<T> {
  useCase: UseCaseEntry;
  readonly parts: Part<T>[];
  jobCount: number;
  bytes: number;
  readonly cancel: () => void;
}

/** Holds small requests of a use case back until they fill a mega-job, or the wait that its owner allows is over. */
export function createGatherer<T>({ clock, write, isRowError }: GathererOptions<T>): Gatherer<T> {
  const gatherings = new Map<number, Gathering<T>>();

  const writeParts = async (useCase: UseCaseEntry, parts: readonly Part<T>[]): Promise<void> => {
    try {
      const answers = await write(
        useCase,
        parts.flatMap((part) => part.drafts),
      );
      let from = 0;
      for (const { drafts, resolve } of parts) {
        resolve(answers.slice(from, from + drafts.length));
        from += drafts.length;
      }
    } catch (error) {
      if (parts.length > 1 && isRowError(error)) await Promise.all(parts.map((part) => writeParts(useCase, [part])));
      else for (const { reject } of parts) reject(error);
    }
  };

  const flush = (no: number): void => {
    const gathering = gatherings.get(no);
    if (gathering === undefined) return;
    gathering.cancel();
    gatherings.delete(no);
    void writeParts(gathering.useCase, gathering.parts);
  };

  const open = (useCase: UseCaseEntry): Gathering<T> => {
    const cancel = clock.after(useCase.megaJobMaxWaitMs, () => flush(useCase.no));
    const gathering = { useCase, parts: [], jobCount: 0, bytes: 0, cancel };
    gatherings.set(useCase.no, gathering);
    return gathering;
  };

  return {
    accepts: ({ megaJobMaxCount, megaJobMaxWaitMs }, drafts) =>
      megaJobMaxWaitMs > 0 && drafts.length < megaJobMaxCount && drafts.every(({ mayShare }) => mayShare),
    submit: (useCase, drafts) =>
      new Promise((resolve, reject) => {
        const gathering = gatherings.get(useCase.no) ?? open(useCase);
        gathering.useCase = useCase;
        gathering.parts.push({ drafts, resolve, reject });
        gathering.jobCount += drafts.length;
        for (const { payload } of drafts) gathering.bytes += payload.length;
        if (gathering.jobCount >= useCase.megaJobMaxCount || gathering.bytes >= useCase.megaJobMaxKb * KIB)
          flush(useCase.no);
      }),
    flushAll: () => {
      for (const no of [...gatherings.keys()]) flush(no);
    },
  };
}
