import type { SubmittedJob } from '@leeway/domain/submit';
import type { JobInput } from './job-input.ts';

export interface GatherOptions {
  /** A request is sent when it holds so many jobs… */
  readonly maxJobs: number;
  /** …or when its first job has waited so long. */
  readonly lingerMs: number;
}

type SendJobs = (useCase: string, jobs: readonly JobInput[]) => Promise<readonly SubmittedJob[]>;

interface Waiting {
  readonly job: JobInput;
  readonly resolve: (job: SubmittedJob) => void;
  readonly reject: (reason: unknown) => void;
}

interface Gathering {
  readonly waiting: Waiting[];
  readonly timer: ReturnType<typeof setTimeout>;
}

/** Gathers concurrent submits of one use case into one request; a request that fails, fails for each of its jobs. */
export function createGatherer(send: SendJobs, options: GatherOptions) {
  const gatherings = new Map<string, Gathering>();

  function flush(useCase: string): void {
    const gathering = gatherings.get(useCase);
    if (gathering === undefined) return;
    clearTimeout(gathering.timer);
    gatherings.delete(useCase);
    void deliver(useCase, gathering.waiting, send);
  }

  function join(useCase: string): Gathering {
    const present = gatherings.get(useCase);
    if (present !== undefined) return present;
    const gathering = { waiting: [], timer: setTimeout(() => flush(useCase), options.lingerMs) };
    gatherings.set(useCase, gathering);
    return gathering;
  }

  return (useCase: string, job: JobInput): Promise<SubmittedJob> =>
    new Promise((resolve, reject) => {
      const { waiting } = join(useCase);
      waiting.push({ job, resolve, reject });
      if (waiting.length >= options.maxJobs) flush(useCase);
    });
}

async function deliver(useCase: string, waiting: readonly Waiting[], send: SendJobs): Promise<void> {
  try {
    const submitted = await send(
      useCase,
      waiting.map(({ job }) => job),
    );
    for (const [index, { resolve, reject }] of waiting.entries()) {
      const job = submitted[index];
      if (job === undefined) reject(new RangeError('The answer lists fewer jobs than were sent'));
      else resolve(job);
    }
  } catch (error) {
    for (const { reject } of waiting) reject(error);
  }
}
