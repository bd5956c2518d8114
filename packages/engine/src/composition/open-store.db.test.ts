import { createTestDatabase, type TestDatabase } from '@leeway/db/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLog } from '../runtime/log.ts';
import { testEnv } from '../testing/engine-fixture.ts';
import { openStore, type Store } from './open-store.ts';

describe("the engine's sessions", () => {
  let database: TestDatabase;
  let store: Store;
  beforeAll(async () => {
    database = await createTestDatabase();
    store = await openStore({ env: testEnv(database), log: createLog('test', 'silent'), engineId: 'engine_1' });
  });
  afterAll(async () => {
    await store.close();
    await database.drop();
  });

  it.each(['submitPool', 'queuePool', 'readPool', 'leasePool'] as const)(
    '%s names its engine and leaves nothing open for long',
    async (name) => {
      const { rows } = await store[name].query(`
      select current_setting('statement_timeout') as statement, current_setting('application_name') as name,
        current_setting('idle_in_transaction_session_timeout') as idle`);
      expect(rows).toEqual([
        {
          statement: name === 'submitPool' ? '3500ms' : '30s',
          idle: '30s',
          name: expect.stringMatching(/^leeway-\w+ engine_1$/),
        },
      ]);
    },
  );
});
