import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compareShapes } from './catalog/compare-shapes.ts';
import { parsePrismaSchema } from './catalog/parse-prisma-schema.ts';
import { readCatalog } from './catalog/read-catalog.ts';
import { createPrisma } from './prisma.ts';
import { createTestDatabase, type TestDatabase } from './testing.ts';

const SCHEMA = readFileSync(path.join(import.meta.dirname, '../prisma/schema.prisma'), 'utf8');

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

test('the Prisma schema describes the tables that the migrations make', async () => {
  const expected = parsePrismaSchema(SCHEMA);
  expect([...expected.keys()].sort()).toEqual([
    'alert',
    'alert_delivery',
    'alert_webhook',
    'api_key',
    'app_account',
    'app_session',
    'app_team_member',
    'app_user',
    'app_verification',
    'audit_entry',
    'burst_grant',
    'downstream',
    'incident_mode',
    'replay_run',
    'schedule',
    'schedule_fire',
    'team',
    'use_case',
    'use_case_downstream',
  ]);
  expect(compareShapes(expected, await readCatalog(database.pool))).toEqual([]);
});

test.each([
  ['alter table team add column colour text', 'team.colour: nothing expected, text null found'],
  ['alter table api_key drop column last_four', 'api_key.last_four: text expected, nothing found'],
  ['alter table use_case alter column handler set not null', 'use_case.handler: text null expected, text found'],
  ['alter table use_case alter column timeout_ms type bigint', 'use_case.timeout_ms: integer expected, bigint found'],
  ['drop table replay_run', 'replay_run: is missing'],
])('a difference is found: %s', async (statement, difference) => {
  const planted = await createTestDatabase();
  try {
    await planted.pool.query(statement);
    expect(compareShapes(parsePrismaSchema(SCHEMA), await readCatalog(planted.pool))).toEqual([difference]);
  } finally {
    await planted.drop();
  }
});

test('a type that the comparison does not know is refused, not passed over', () => {
  expect(() => parsePrismaSchema('model A {\n  price Decimal\n}\n')).toThrow('price');
  expect(() => parsePrismaSchema('model A {\n  at DateTime\n}\n')).toThrow('at');
});

test('the client reads and writes through the mapped names', async () => {
  const prisma = createPrisma(database.connectionString);
  try {
    await prisma.team.create({ data: { id: 'team_a', name: 'a' } });
    const { rows } = await database.pool.query('select id, name from team');
    expect(rows).toEqual([{ id: 'team_a', name: 'a' }]);
    expect((await prisma.team.findUnique({ where: { name: 'a' } }))?.createdAt).toBeInstanceOf(Date);
  } finally {
    await prisma.$disconnect();
  }
});
