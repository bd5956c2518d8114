import type { AlarmView, SnapshotHolder } from '@leeway/domain/alarm';
import { describe, expect, it } from 'vitest';
import { describeAlarm } from './describe-alarm.ts';

const NOW = 1_000_000_000;
const alarm = (holder: Partial<SnapshotHolder> = {}, lookedAt = NOW - 4_000): AlarmView => ({
  kind: 'heldSnapshot',
  raisedAt: NOW - 30_000,
  lookedAt,
  holder: {
    kind: 'session',
    pid: 4_711,
    user: 'ann',
    application: 'psql',
    state: 'idle in transaction',
    query: 'select …',
    name: null,
    sinceAt: NOW - 95_400,
    ...holder,
  },
});

describe('describeAlarm', () => {
  it('names who holds it, for how long, and what ends it', () => {
    const text = describeAlarm(alarm(), NOW);
    expect(text.headline).toBe('A database session holds a snapshot.');
    expect(text.heldFor).toBe('1 min 35 s');
    expect(text.facts).toEqual([
      ['Process', '4711'],
      ['User', 'ann'],
      ['Application', 'psql'],
      ['State', 'idle in transaction'],
      ['Statement', 'select …'],
    ]);
    expect(text.statement).toBe('select pg_terminate_backend(4711);');
    expect(text.oldSinceAt).toBeNull();
  });

  it.each([
    ['preparedTransaction', "rollback prepared 'it''s';"],
    ['replicationSlot', "select pg_drop_replication_slot('it''s');"],
  ] as const)('%s: %s', (kind, statement) => {
    const text = describeAlarm(alarm({ kind, pid: null, name: "it's", user: '', query: null }), NOW);
    expect(text.statement).toBe(statement);
    expect(text.facts[0]).toEqual(['Name', "it's"]);
    expect(text.facts.map(([fact]) => fact)).not.toContain('User');
  });

  it('does not speak of now where nobody has looked for a minute', () => {
    const text = describeAlarm(alarm({}, NOW - 61_000), NOW);
    expect(text.oldSinceAt).toBe(NOW - 61_000);
    expect(text.heldFor).toBe('34 s');
  });
});
