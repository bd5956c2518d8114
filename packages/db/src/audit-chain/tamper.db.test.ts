import type { ChainFault, ChainFaultKind } from '@leeway/domain/audit-chain';
import fc from 'fast-check';
import type { PoolClient } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addAuditEntries } from '../testing/add-audit-entries.ts';
import { createTestDatabase, type TestDatabase } from '../testing.ts';
import type { HeadNote } from './head-notes.ts';
import { readChainHead } from './read-chain.ts';
import { verifyChain } from './verify-chain.ts';

const COUNT = 24;
const NO_NOTES = { notes: [], unsignedCount: 0 };

let database: TestDatabase;
let client: PoolClient;
/** The head as it was after every entry. */
const notes: HeadNote[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  await addAuditEntries(database.pool, COUNT);
  const { store } = await readChainHead(database.pool);
  const { rows } = await database.pool.query('select seq, hash from audit_entry order by seq');
  for (const { seq, hash } of rows)
    notes.push({ at: new Date().toISOString(), store, seq, hash: hash.toString('hex') });
  client = await database.pool.connect();
});
afterAll(async () => {
  client.release();
  await database.drop();
});

interface Attack {
  readonly name: string;
  readonly statements: readonly string[];
  readonly seq: number;
  /** What it is said to be, where that can be told for sure. */
  readonly kind?: ChainFaultKind;
}

/** What a superuser does with all triggers off is undone afterwards. */
async function faultAfter(statements: readonly string[], kept: readonly HeadNote[] = []): Promise<ChainFault | null> {
  await client.query('begin; set local session_replication_role = replica');
  try {
    for (const statement of statements) await client.query(statement);
    return (await verifyChain(client, { notes: { notes: kept, unsignedCount: 0 } })).fault;
  } finally {
    await client.query('rollback');
  }
}

const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;
const hashOf = (seq: number) =>
  `(select audit_hash(coalesce((select hash from audit_entry where seq = ${seq - 1}), decode(repeat('00', 32), 'hex')), e) from audit_entry e where seq = ${seq})`;
const rehash = (seq: number) => `update audit_entry set hash = ${hashOf(seq)} where seq = ${seq}`;
/** Gives every entry its new number; in two steps, since no two may have the same at any moment. */
const renumber = (next: string, where = 'true') => [
  `update audit_entry set seq = -(${next}) where ${where}`,
  'update audit_entry set seq = -seq where seq < 0',
];
const forge = (seq: number, hash: string) =>
  `insert into audit_entry (seq, actor_id, actor_name, action, object_type, object_id, object_name, hash)
   values (${seq}, 'user_0', 'Ann', 'apiKey.mint', 'apiKey', 'key_1', 'mine', ${hash})`;

const anySeq = fc.integer({ min: 1, max: COUNT });
const text = fc.string({ unit: fc.constantFrom('a', 'é', '🦉', ':', '-', '0', ' '), maxLength: 6 });
const garbage = fc
  .uint8Array({ minLength: 32, maxLength: 32 })
  .map((bytes) => `'\\x${Buffer.from(bytes).toString('hex')}'`);

/** Each makes of the column something else than it is. */
const CHANGES: readonly ((more: string) => string)[] = [
  (more) => `actor_id = actor_id || ${quoted(`x${more}`)}`,
  (more) => `actor_name = ${quoted(`x${more}`)} || actor_name`,
  () => `action = reverse(action)`,
  () => `object_type = object_name, object_name = object_type`,
  (more) => `object_id = ${quoted(more)}`,
  () => `team_id = case when team_id is null then '' when team_id = '' then null else '-' end`,
  () => `before = case when before is null then 'null'::jsonb end`,
  () => `after = case when after = 'null'::jsonb then null else jsonb_set(after, '{list,0}', '0.50') end`,
  () => `at = at + interval '1 microsecond'`,
  () => `reason = reason || ' '`,
];

const edit = fc.tuple(anySeq, fc.constantFrom(...CHANGES), text).map(([seq, change, more]): Attack => {
  const statement = `update audit_entry set ${change(more)} where seq = ${seq}`;
  return { name: 'edit', statements: [statement], seq, kind: 'edited' };
});
// Fits by itself, so that the break is what comes after it: the next entry, or the head.
const editWithHash = fc.tuple(anySeq, fc.constantFrom(...CHANGES), text).map(([seq, change, more]): Attack => {
  const statements = [`update audit_entry set ${change(more)} where seq = ${seq}`, rehash(seq)];
  const kind = seq === COUNT ? 'headChanged' : undefined;
  return { name: 'edit and hash', statements, seq: Math.min(seq + 1, COUNT), ...(kind && { kind }) };
});
const changeHash = fc.tuple(anySeq, garbage).map(([seq, hash]): Attack => {
  return { name: 'hash', statements: [`update audit_entry set hash = ${hash} where seq = ${seq}`], seq };
});
const remove = fc.tuple(anySeq, fc.integer({ min: 1, max: COUNT })).map(([seq, count]): Attack => {
  const statement = `delete from audit_entry where seq between ${seq} and ${seq + count - 1}`;
  return { name: 'delete', statements: [statement], seq, kind: 'missing' };
});
// Two at least come after it, or nothing tells that they moved up.
const removeAndClose = fc.tuple(fc.integer({ min: 1, max: COUNT - 2 }), fc.nat()).map(([seq, more]): Attack => {
  const count = 1 + (more % (COUNT - 1 - seq));
  const removal = `delete from audit_entry where seq between ${seq} and ${seq + count - 1}`;
  const statements = [removal, ...renumber(`seq - ${count}`, `seq > ${seq}`)];
  return { name: 'delete and close', statements, seq, kind: 'missing' };
});
const insert = fc.tuple(fc.integer({ min: 1, max: COUNT + 1 }), garbage).map(([seq, hash]): Attack => {
  const statements = [...renumber('seq + 1', `seq >= ${seq}`), forge(seq, hash)];
  return { name: 'insert', statements, seq, kind: 'inserted' };
});
const insertWithHash = fc.tuple(anySeq, fc.boolean()).map(([seq, isHeadMoved]): Attack => {
  const head = isHeadMoved ? ['update audit_head set seq = seq + 1'] : [];
  const statements = [...renumber('seq + 1', `seq >= ${seq}`), forge(seq, "''"), rehash(seq), ...head];
  return { name: 'insert and hash', statements, seq: seq + 1 };
});
const swap = fc
  .tuple(anySeq, anySeq)
  .filter(([a, b]) => a !== b)
  .map(([a, b]): Attack => {
    const statements = renumber(`case seq when ${a} then ${b} else ${a} end`, `seq in (${a}, ${b})`);
    return { name: 'swap', statements, seq: Math.min(a, b), kind: 'reordered' };
  });
const move = fc
  .tuple(anySeq, anySeq)
  .filter(([from, to]) => from !== to)
  .map(([from, to]): Attack => {
    const [low, high, step] = from < to ? [from, to, '- 1'] : [to, from, '+ 1'];
    const next = `case seq when ${from} then ${to} else seq ${step} end`;
    const statements = renumber(next, `seq between ${low} and ${high}`);
    return { name: 'move', statements, seq: low, kind: 'reordered' };
  });
const shuffle = fc
  .shuffledSubarray(
    Array.from({ length: COUNT }, (_, index) => index + 1),
    { minLength: COUNT },
  )
  .filter((order) => order.some((seq, index) => seq !== index + 1))
  .map((order): Attack => {
    const statements = renumber(`(array[${order.join(', ')}])[seq]`);
    // order[i] is where the entry i + 1 goes.
    return { name: 'shuffle', statements, seq: order.findIndex((seq, index) => seq !== index + 1) + 1 };
  });
const truncate = fc.constant<Attack>({
  name: 'truncate',
  statements: ['truncate audit_entry'],
  seq: 1,
  kind: 'missing',
});
const headSet = fc.oneof(
  garbage.map((hash): Attack => {
    const statements = [`update audit_head set hash = ${hash}`];
    return { name: 'head hash', statements, seq: COUNT, kind: 'headChanged' };
  }),
  fc.integer({ min: 0, max: COUNT - 1 }).map((seq): Attack => {
    return { name: 'head back', statements: [`update audit_head set seq = ${seq}`], seq: seq + 1, kind: 'inserted' };
  }),
  fc.constant<Attack>({ name: 'no head', statements: ['delete from audit_head'], seq: COUNT, kind: 'headChanged' }),
);

test('an untouched log holds, and its notes agree', async () => {
  expect(await faultAfter([])).toBeNull();
  expect(await faultAfter([], notes)).toBeNull();
  const report = await verifyChain(database.pool, { notes: NO_NOTES });
  expect(report).toMatchObject({ entryCount: COUNT, headHash: notes.at(-1)?.hash, fault: null });
});

test('whoever edits, deletes, inserts, reorders or truncates is found, at the very entry', async () => {
  const attack = fc.oneof(
    ...[edit, editWithHash, changeHash, remove, removeAndClose, insert, insertWithHash],
    ...[swap, move, shuffle, truncate, headSet],
  );
  await fc.assert(
    fc.asyncProperty(attack, async ({ name, statements, seq, kind }) => {
      const fault = await faultAfter(statements);
      expect([name, fault?.seq]).toEqual([name, seq]);
      if (kind !== undefined) expect([name, fault?.kind]).toEqual([name, kind]);
    }),
    { numRuns: 1_000 },
  );
}, 240_000);

const cutAt = (seq: number) => [
  `delete from audit_entry where seq > ${seq}`,
  `update audit_head set seq = ${seq}, hash = coalesce((select hash from audit_entry where seq = ${seq}), decode(repeat('00', 32), 'hex'))`,
];

test('an end that is cut off with the head set back shows against the notes alone, at the first that is gone', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: COUNT - 1 }), anySeq, async (seq, noted) => {
      expect(await faultAfter(cutAt(seq))).toBeNull();
      const kept = notes.filter((note) => note.seq === noted);
      const cutOff = { kind: 'cutOff', seq: seq + 1, untilSeq: seq + 1 };
      expect(await faultAfter(cutAt(seq), kept)).toEqual(noted > seq ? cutOff : null);
    }),
    { numRuns: 60 },
  );
}, 120_000);

test('a log that was written anew with hashes that fit shows against the notes, between two of them', async () => {
  await fc.assert(
    fc.asyncProperty(
      anySeq,
      fc.subarray(Array.from({ length: COUNT }, (_, index) => index + 1)),
      async (seq, noted) => {
        const rest = Array.from({ length: COUNT - seq + 1 }, (_, index) => rehash(seq + index));
        const head = `update audit_head set hash = (select hash from audit_entry where seq = ${COUNT})`;
        const statements = [`update audit_entry set actor_name = 'Nobody' where seq = ${seq}`, ...rest, head];
        expect(await faultAfter(statements)).toBeNull();
        const fault = await faultAfter(
          statements,
          notes.filter((note) => noted.includes(note.seq)),
        );
        const untilSeq = noted.find((each) => each >= seq);
        const fits = Math.max(0, ...noted.filter((each) => each < seq));
        expect(fault).toEqual(untilSeq === undefined ? null : { kind: 'rewritten', seq: fits + 1, untilSeq });
      },
    ),
    { numRuns: 60 },
  );
}, 120_000);
