import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EngineFixture, startEngineFixture } from './testing/engine-fixture.ts';

/** Short jobs go to a worker together, so that it is not known at first which of them ended the process. */
describe('one job in a bundle that ends its process', () => {
  let fixture: EngineFixture;
  beforeAll(async () => {
    fixture = await startEngineFixture(
      [
        // Two, since of one not all that was done would be kept.
        { name: 'mixed', handler: 'misbehave', maxAttempts: 3 },
        { name: 'greedy', handler: 'misbehave', maxAttempts: 3 },
        { name: 'patient', handler: 'misbehave' },
      ],
      { slotCount: 1 },
    );
  });
  afterAll(() => fixture.stop());

  it.each([
    ['killItself', 'WORKER_DIED', 'mixed'],
    ['eatMemory', 'MEMORY_EXCEEDED', 'greedy'],
  ])(
    'dies after its attempts of "%s", blames itself, and takes none of the others along',
    async (how, code, useCase) => {
      const warmUp = await fixture.submit(
        useCase,
        Array.from({ length: 300 }, () => ({ payload: { how: 'nothing' } })),
      );
      await fixture.untilState(warmUp.at(-1) ?? '', ['done']);

      const payloads = Array.from({ length: 60 }, (_, index) => ({
        payload: { how: index === 30 ? how : 'nothing' },
      }));
      const ids = await fixture.submit(useCase, payloads);
      const poison = ids[30] ?? '';
      expect(await fixture.untilState(poison, ['dead'])).toMatchObject({ attempt: 3, failure: { code } });
      for (const id of ids.filter((other) => other !== poison))
        expect(await fixture.untilState(id, ['done'])).toMatchObject({ attempt: 1 });
    },
  );

  it('a long one keeps no result of the others to itself', async () => {
    const warmUp = await fixture.submit(
      'patient',
      Array.from({ length: 300 }, () => ({ payload: { how: 'nothing' } })),
    );
    for (const id of warmUp.slice(-2)) await fixture.untilState(id, ['done']);
    const payloads = Array.from({ length: 20 }, (_, index) => ({
      payload: { how: index === 19 ? 'linger' : 'nothing' },
    }));
    const ids = await fixture.submit('patient', payloads);
    const long = ids.at(-1) ?? '';
    // Of the same shard, and so of the same bundle.
    const shard = long.slice(0, 'job_0000'.length);
    await fixture.untilState(ids.find((id) => id.startsWith(shard)) ?? '', ['done']);
    expect((await fixture.getJob(long)).state).toBe('leased');
  });
});
