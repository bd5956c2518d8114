import { type JobKey, queueOfJobKey } from '@leeway/domain/job-id';
import type { Runtime } from '@leeway/domain/runtime';
import type { QueuedJob } from '../queue/queued-job.ts';
import type { UseCaseEntry } from '../registry/entries.ts';

/** Where jobs of remote use cases go. */
export interface RemoteJobs {
  /** Whether there is any remote use case. */
  readonly exist: () => boolean;
  /** These have just become free. */
  readonly arrived: (keys: readonly JobKey[]) => void;
}

type FindUseCase = (useCaseNo: number) => Pick<UseCaseEntry, 'runtime'> | undefined;

export interface JobsByRuntime {
  /** For the tailer. */
  readonly own: readonly QueuedJob[];
  /** For whoever calls for them. */
  readonly remote: readonly JobKey[];
}

/** Who gets jobs that have just become ready. Those of a use case that is not known here yet are found later. */
export function splitByRuntime(jobs: readonly QueuedJob[], findUseCase: FindUseCase): JobsByRuntime {
  const byRuntime = Map.groupBy(jobs, ({ key }) => runtimeOf(key, findUseCase));
  return { own: byRuntime.get('process') ?? [], remote: (byRuntime.get('remote') ?? []).map(({ key }) => key) };
}

/** The jobs that are for whoever calls for them. */
export function remoteKeys(keys: readonly JobKey[], findUseCase: FindUseCase): readonly JobKey[] {
  return keys.filter((key) => runtimeOf(key, findUseCase) === 'remote');
}

function runtimeOf(key: JobKey, findUseCase: FindUseCase): Runtime | undefined {
  return findUseCase(queueOfJobKey(key).useCaseNo)?.runtime;
}
