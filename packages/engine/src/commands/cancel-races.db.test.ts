import { afterEach, expect, it } from 'vitest';
import { callerOf, type EngineAnswer } from '../testing/call-engine.ts';
import { findImbalance } from '../testing/conservation.ts';
import { type EngineFixture, startEngineFixture } from '../testing/engine-fixture.ts';
import { createRunNotes, type RunNotes } from '../testing/run-notes.ts';

const JOBS_PER_ROUND = 120;

const SEEDS = [
  { name: 'quick', handler: 'record-run', delayToleranceMs: 60_000 },
  { name: 'brief', handler: 'wait-for-signal', delayToleranceMs: 60_000 },
  { name: 'failing', handler: 'fail-and-note', backoffBaseMs: 100, backoffCapMs: 100, maxAttempts: 3 },
  { name: 'mega', handler: 'record-run', delayToleranceMs: 60_000, megaJobMaxCount: 20 },
];

let tier: EngineFixture;
let notes: RunNotes;
afterEach(async () => {
  await tier.stop();
  notes.remove();
});

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const some = (limit: number) => Math.floor(Math.random() * limit);

/** As a program should: what came to nothing for want of the store is asked again. */
async function ask(id: string, verb: string, body: unknown): Promise<EngineAnswer> {
  for (;;) {
    const answer = await callerOf(tier.engine.url, tier.key)('POST', `/v1/jobs/${id}/${verb}`, body);
    if (answer.status < 500) return answer;
    await pause(50);
  }
}

interface Cancelled {
  readonly id: string;
  readonly at: number;
}

/** Moves a job about, then cancels it, at any time of its life. */
async function trouble(id: string, cancelled: Cancelled[]): Promise<void> {
  await pause(some(250));
  if (Math.random() < 0.4)
    await ask(id, 'deadline', { deadlineAt: new Date(Date.now() + 20_000 + some(9_000)).toISOString() });
  if (Math.random() < 0.3) await pause(some(80));
  const answer = await ask(id, 'cancel', {});
  if (answer.status === 200 && answer.body.state === 'cancelled') cancelled.push({ id, at: Date.now() });
}

it.each([
  ['a store that answers', 0, 6],
  ['a store that breaks one call in five', 0.05, 2],
])(
  'with %s, a job that is cancelled at any moment of its life never starts afterwards',
  async (_store, rate, rounds) => {
    notes = createRunNotes();
    tier = await startEngineFixture(SEEDS, {}, { rate, seed: Date.now() % 1_000_000 });
    const cancelled: Cancelled[] = [];
    const all: string[] = [];
    for (let round = 0; round < rounds; round++) {
      const names = ['quick', 'brief', 'failing', 'mega'];
      const ids: string[] = [];
      for (const name of names) {
        const jobs = Array.from({ length: JOBS_PER_ROUND / names.length }, () => ({
          payload: { file: notes.file, ms: some(40), obeys: Math.random() < 0.5 },
          ...(name !== 'mega' && Math.random() < 0.3
            ? { availableAt: new Date(Date.now() + some(200)).toISOString() }
            : {}),
        }));
        ids.push(...(await tier.submit(name, jobs)));
      }
      await Promise.all(ids.map((id) => trouble(id, cancelled)));
      all.push(...ids);
    }
    for (const id of all) await tier.untilState(id, ['done', 'dead', 'cancelled'], 30_000);
    const starts = notes.read().filter((note) => (note.what ?? 'start') === 'start');
    const cancelledAt = new Map(cancelled.map(({ id, at }) => [id, at]));
    expect(starts.filter(({ id, at }) => at > (cancelledAt.get(id) ?? Number.POSITIVE_INFINITY))).toEqual([]);
    expect(cancelled.length).toBeGreaterThan(20);
    expect(starts.length).toBeGreaterThan(20);
    const keys = starts.map(({ id, attempt }) => `${id} ${attempt}`);
    // What ran to its end, but whose settlement got no answer before its shard was lost, is delivered again.
    if (rate === 0) expect(new Set(keys).size).toBe(keys.length);
    for (const { id } of cancelled) expect((await tier.getJob(id)).state, id).toBe('cancelled');
    expect(await findImbalance(tier.database)).toEqual([]);
  },
  120_000,
);
