import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take longest, for they wait for real periods: leases that expire, grants that end. */
export const LONG_FILES: readonly string[] = [
  'bench/src/quick',
  'packages/engine/src/commands/cancel-races',
  'packages/engine/src/grant-crash',
  'packages/engine/src/capacity',
  'packages/engine/src/rate-sharing',
  'chaos/src/run/run-chaos',
  'apps/control-plane/src/api/malformed-input',
  'packages/engine/src/overload',
  'packages/engine/src/half-open',
  'packages/engine/src/failover',
  'packages/engine/src/trains',
  'packages/engine/src/delay/herd',
  'packages/engine/src/leases/leases-model',
  'packages/engine/src/commands/two-owners',
  'packages/engine/src/commands/bulk-cancel-crash',
  'packages/engine/src/commands/bulk-redrive-crash',
  'packages/engine/src/two-engines',
  'packages/db/src/embedded',
  'packages/engine/src/schedules-crash',
  'packages/engine/src/crash',
  'packages/engine/src/lease-crash',
  'packages/engine/src/first-job',
  'packages/engine/src/partition',
  'packages/engine/src/slow-link',
  'packages/engine/src/concurrency-keys-crash',
  'packages/engine/src/concurrency-keys',
  'packages/engine/src/grant-use',
  'packages/engine/src/submitter/submit-once-model',
].map((name) => `${name}.db.test.ts`);

/** Begun last, a long file would leave the other workers with nothing to do. What vitest remembers of runs before, a fresh clone has not. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted((one, other) => rankOf(one) - rankOf(other));
  }
}

function rankOf({ moduleId }: TestSpecification): number {
  const rank = LONG_FILES.findIndex((name) => moduleId.endsWith(`/${name}`));
  return rank === -1 ? LONG_FILES.length : rank;
}
