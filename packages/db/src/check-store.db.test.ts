import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkStore } from './check-store.ts';
import { pickFreePort } from './embedded/port.ts';
import { createTestDatabase, type TestDatabase } from './testing.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase({ isEmpty: true });
});
afterAll(() => database.drop());

function changed(change: (url: URL) => void): string {
  const url = new URL(database.connectionString);
  change(url);
  return url.href;
}

describe('checkStore', () => {
  it('accepts a server that answers', async () => {
    await checkStore(database.connectionString);
  });

  it('names the place where nothing listens', async () => {
    const port = await pickFreePort();
    await expect(checkStore(`postgres://me:secret@127.0.0.1:${port}/db`)).rejects.toThrow(
      `The database at 127.0.0.1:${port}/db does not answer (nothing listens there): correct DATABASE_URL`,
    );
  });

  it('tells a wrong password and a missing database, without showing the password', async () => {
    const wrong = changed((url) => {
      url.password = 'open-sesame';
    });
    await expect(checkStore(wrong)).rejects.toThrow(/^(?!.*open-sesame).*password authentication failed/);
    const missing = changed((url) => {
      url.pathname = '/nowhere';
    });
    await expect(checkStore(missing)).rejects.toThrow('database "nowhere" does not exist');
  });

  it('shows how an address looks', async () => {
    await expect(checkStore('localhost')).rejects.toThrow('DATABASE_URL is no address: write it as postgres://');
  });
});
