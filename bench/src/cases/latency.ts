import { awaitDone } from '../measure/await-done.ts';
import { collectStarts, type StartCollector } from '../measure/collect-starts.ts';
import { runOpenLoop } from '../measure/open-loop.ts';
import { makePayload } from '../measure/payload.ts';
import { quantile } from '../measure/quantile.ts';
import type { OpenSystem } from '../systems/system.ts';
import type { Measurement, Sizes } from '../words.ts';
import { type Case, USE_CASE } from './case.ts';

/** Single jobs on a schedule that waits for nobody: from when a job was due to be submitted until its handler starts. */
export const latency: Case = async (run) => {
  const starts = await collectStarts();
  const system = await run.open({ useCases: [USE_CASE], handler: 'record-start', aim: 'delay' });
  try {
    await system.startWorkers();
    const warmUp = await submitOnSchedule(system, starts, { ...run.sizes, measureMs: run.sizes.warmUpMs });
    await awaitDone(system, warmUp);
    starts.take();
    const sent = await submitOnSchedule(system, starts, run.sizes);
    await awaitDone(system, warmUp + sent);
    return toMeasurements(starts, sent);
  } finally {
    await system.close();
    await starts.close();
  }
};

function submitOnSchedule(system: OpenSystem, starts: StartCollector, sizes: Sizes): Promise<number> {
  return runOpenLoop({
    perSecond: sizes.latencyPerSecond,
    forMs: sizes.measureMs,
    send: (dueMs) => system.submitOne(USE_CASE, makePayload({ dueMs, port: starts.port, group: 0 })),
  });
}

function toMeasurements(starts: StartCollector, sent: number): Measurement[] {
  const delays = starts.take().get(0) ?? [];
  if (delays.length !== sent) throw new Error(`${delays.length} starts were seen of ${sent} jobs`);
  const unit = 'ms';
  return [
    { metric: 'p50', value: quantile(delays, 0.5), unit },
    { metric: 'p99', value: quantile(delays, 0.99), unit },
  ];
}
