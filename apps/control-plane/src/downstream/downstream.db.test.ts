import type { DownstreamList } from '@leeway/domain/capacity-views';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { auditRows } from '../testing/audit-rows.ts';
import { expectRefused, type Refusal } from '../testing/expect-refused.ts';
import {
  type Answer,
  type Caller,
  startTestControlPlane,
  type TestControlPlane,
} from '../testing/test-control-plane.ts';

let plane: TestControlPlane;
let engineer: Caller;
let stranger: Caller;
let viewer: Caller;
beforeAll(async () => {
  plane = await startTestControlPlane();
  engineer = await plane.signIn('engineer');
  stranger = await plane.signIn('stranger');
  viewer = await plane.signIn('viewer');
});
afterAll(() => plane.stop());

const registration = { name: 'orders-db', team: 'payments', maxPerSecond: 80 };
const refused = (call: () => Promise<Answer>, refusal: Refusal) => expectRefused(plane, call, refusal);
const list = async () => (await viewer.query('downstream.list', {})).data as DownstreamList;

describe('a downstream', () => {
  test('is registered once, by the team that answers for it', async () => {
    const register = (caller: Caller, more: object = {}) =>
      caller.mutate('downstream.register', { ...registration, ...more });
    expect((await register(engineer)).data).toMatchObject({
      ...registration,
      overloadThreshold: 10,
      description: '',
      version: 1,
      useCases: [],
      live: null,
    });
    await refused(() => register(engineer), { code: 'INVALID_INPUT', field: 'name' });
    await refused(() => register(engineer, { name: 'Orders DB' }), { code: 'INVALID_INPUT', field: 'name' });
    await refused(() => register(engineer, { name: 'other', team: 'nobody' }), {
      code: 'INVALID_INPUT',
      field: 'team',
    });
    await refused(() => register(stranger, { name: 'other' }), { code: 'FORBIDDEN' });
    await refused(() => register(viewer, { name: 'other' }), { code: 'FORBIDDEN' });
  });

  test('is changed by its team, on top of what was seen', async () => {
    const change = {
      name: 'orders-db',
      version: 1,
      description: 'Holds orders',
      overloadThreshold: 5,
      maxPerSecond: null,
    };
    const send = (caller: Caller, more: object = {}) => caller.mutate('downstream.change', { ...change, ...more });
    await refused(() => send(stranger), { code: 'FORBIDDEN' });
    expect((await send(engineer, { reason: 'It grew' })).data).toMatchObject({ version: 2, maxPerSecond: null });
    await refused(() => send(engineer), { code: 'CONFLICT', message: /version 2/ });
    await refused(() => send(engineer, { name: 'nothing' }), { code: 'NOT_FOUND' });
    await refused(() => send(engineer, { overloadThreshold: 0 }), {
      code: 'INVALID_INPUT',
      field: 'overloadThreshold',
    });
    expect((await auditRows(plane.database.pool)).at(-1)).toMatchObject({
      action: 'downstream.change',
      object_name: 'orders-db',
      team_id: 'team_payments',
      before: { overloadThreshold: 10, maxPerSecond: 80 },
      after: { overloadThreshold: 5, maxPerSecond: null },
      reason: 'It grew',
    });
  });

  test('is named by use cases, and only by its name', async () => {
    const useCase = {
      name: 'receipts',
      team: 'payments',
      handler: 'echo',
      delayToleranceMs: 0,
      downstreams: ['orders-db'],
    };
    await refused(() => engineer.mutate('useCase.register', { ...useCase, downstreams: ['nothing'] }), {
      code: 'INVALID_INPUT',
      field: 'downstreams',
    });
    expect((await engineer.mutate('useCase.register', useCase)).data).toMatchObject({ downstreams: ['orders-db'] });
    expect((await list()).downstreams).toMatchObject([{ name: 'orders-db', useCases: ['receipts'] }]);
    const { team: _team, ...policy } = useCase;
    const changed = await engineer.mutate('useCase.change', { ...policy, downstreams: [], version: 1 });
    expect(changed.data).toMatchObject({ downstreams: [] });
    expect((await list()).downstreams).toMatchObject([{ useCases: [] }]);
  });

  test('is as the engines that spoke lately see it together, and unknown where none did', async () => {
    const { asOf, downstreams } = await list();
    const say = (engine: string, agoMs: number, values: readonly (number | null)[]) =>
      plane.database.pool.query(
        `insert into downstream_state (downstream_id, engine_id, seen_at, signal_count, start_count, limit_per_second, cut_at)
         values ($1, $2, $3, $4, $5, $6, $7)`,
        [downstreams[0]?.id, engine, asOf - agoMs, ...values],
      );
    await say('gone', 60_000, [500, 500, 1, asOf]);
    expect((await list()).downstreams).toMatchObject([{ live: null }]);
    await say('a', 500, [3, 20, 40, asOf - 1_000]);
    await say('b', 100, [4, 10, null, null]);
    expect((await list()).downstreams).toMatchObject([
      { live: { seenAt: asOf - 100, signalCount: 7, startCount: 30, limitPerSecond: 50, cutAt: asOf - 1_000 } },
    ]);
    expect((await list()).downstreams).toMatchObject([{ live: { engineCount: 2, limitedCount: 1 } }]);
  });
});
