import { createTestDatabase, type TestDatabase } from '@leeway/db/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bigintArray, smallintArray, textArray, uuidArray } from './binary-array.ts';

/** Postgres reads what was written; it, not we, says what that means. */
describe('binary arrays', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  const readBack = async (type: string, parameter: Buffer): Promise<unknown> =>
    (await database.pool.query(`select array(select unnest($1::${type})) as read`, [parameter])).rows[0].read;

  const returns = async <T>(type: string, values: fc.Arbitrary<T>, write: (values: readonly T[]) => Buffer) => {
    const property = fc.asyncProperty(fc.array(values, { maxLength: 50 }), async (array) => {
      expect(await readBack(type, write(array))).toEqual(array);
    });
    await fc.assert(property, { numRuns: 50 });
  };

  it('uuid[]', () => returns('uuid[]', fc.uuid(), uuidArray));
  it('smallint[]', () => returns('smallint[]', fc.integer({ min: -32_768, max: 32_767 }), smallintArray));
  it('bigint[]', () => returns('bigint[]', fc.maxSafeInteger(), bigintArray));
  it('text[]', () => {
    const text = fc.string({ unit: 'binary' }).map((any) => any.replaceAll('\u0000', ''));
    return returns('text[]', text, textArray);
  });
});
