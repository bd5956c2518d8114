import type { Bundle } from './bundle.ts';
import type { BundleMessage } from './protocol.ts';

/** A bundle as its worker process is told. */
export function toBundleMessage(no: number, { useCase, leases }: Bundle): BundleMessage {
  return {
    no,
    useCase: useCase.name,
    handler: useCase.handler,
    timeoutMs: useCase.timeoutMs,
    keys: leases.map((lease) => lease.job.key),
    ...firstKeysOf(leases),
    attempts: leases.map((lease) => lease.job.attempt),
    epochs: leases.map((lease) => lease.epoch),
    tokens: leases.map((lease) => lease.token),
    jobCounts: leases.map((lease) => lease.job.jobCount),
    payloads: leases.map((lease) => lease.job.payload),
  };
}

/** Nearly always there is none to tell of. */
function firstKeysOf(leases: Bundle['leases']): Pick<BundleMessage, 'firstKeys'> {
  const firstKeys = leases.map((lease) => lease.job.firstKey);
  return firstKeys.some((key) => key !== undefined) ? { firstKeys } : {};
}
