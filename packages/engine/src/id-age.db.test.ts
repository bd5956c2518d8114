import { afterAll, beforeAll, expect, it } from 'vitest';
import { type EngineFixture, startEngineFixture } from './testing/engine-fixture.ts';
import { untilDrained } from './testing/until-drained.ts';

const REQUESTS = 20;
const JOBS = 500;
/** Of a thousand jobs; those of the engine's own duties meanwhile come on top. */
const IDS_PER_THOUSAND = 40;
const DUTIES_PER_SECOND = 60;

let tier: EngineFixture;
beforeAll(async () => {
  tier = await startEngineFixture([{ name: 'plain' }]);
});
afterAll(() => tier.stop());

const nextId = async () =>
  Number((await tier.database.pool.query('select pg_current_xact_id()::text as id')).rows[0].id);

it('jobs use up few ids of transactions, and their age can be watched', async () => {
  const [before, beganAt] = [await nextId(), performance.now()];
  const jobs = new Array(JOBS).fill({ payload: null });
  for (let request = 0; request < REQUESTS; request++) await tier.submit('plain', jobs);
  await untilDrained(tier.database);
  const seconds = (performance.now() - beganAt) / 1_000;
  const used = (await nextId()) - before;
  const most = (IDS_PER_THOUSAND * REQUESTS * JOBS) / 1_000 + DUTIES_PER_SECOND * seconds;
  expect(used, `${used} ids in ${seconds} s`).toBeLessThan(most);

  const text = await (await fetch(`${tier.engine.url}/metrics`)).text();
  const age = Number(/^leeway_store_id_age (\d+)/m.exec(text)?.[1]);
  expect(age).toBeGreaterThan(0);
  expect(age).toBeLessThan(1e9);
}, 60_000);
