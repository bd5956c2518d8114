import { describe, expect, it } from 'vitest';
import { type HolderRow, judgeHolders } from './judge-holders.ts';

const row = (more: Partial<HolderRow>): HolderRow => ({
  can_see: true,
  kind: 'session',
  pid: 1,
  user_name: 'ann',
  application: 'psql',
  state: 'active',
  query: "select 'secret'",
  name: null,
  since_at: 1_000,
  held: '700',
  ...more,
});

describe('judgeHolders', () => {
  it('names the one that has held longest, without the values of its statement', () => {
    const { oldest } = judgeHolders([row({ since_at: 2_000 }), row({ pid: 7 })], new Map(), 9_000);
    expect(oldest).toMatchObject({ pid: 7, user: 'ann', application: 'psql', sinceAt: 1_000, query: "select '…'" });
  });

  it('nobody holds anything', () => {
    expect(judgeHolders([row({ kind: null })], new Map(), 9_000).oldest).toBeNull();
  });

  it('a slot holds since it was first seen holding the same, and is forgotten with it', () => {
    const slot = row({ kind: 'replicationSlot', name: 'copy', since_at: null });
    const first = judgeHolders([slot], new Map(), 1_000);
    const second = judgeHolders([slot], first.firstSeen, 5_000);
    expect(second.oldest?.sinceAt).toBe(1_000);
    const moved = judgeHolders([{ ...slot, held: '701' }], second.firstSeen, 6_000);
    expect(moved.oldest?.sinceAt).toBe(6_000);
    expect(moved.firstSeen.size).toBe(1);
  });
});
