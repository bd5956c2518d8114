import { existsSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { migrate } from '../migrate.ts';
import { createPool } from '../pool.ts';
import { addAuditEntries } from '../testing/add-audit-entries.ts';
import { startThrowAwayPostgres } from '../testing/throw-away-postgres.ts';
import { verifyChain } from './verify-chain.ts';

const OLDEST = '/usr/lib/postgresql/15/bin';

it.skipIf(!existsSync(OLDEST))(
  `is the same chain on the oldest supported Postgres, and for a role that may only read (needs ${OLDEST})`,
  async () => {
    const binaries = { postgres: path.join(OLDEST, 'postgres'), initdb: path.join(OLDEST, 'initdb') };
    const server = await startThrowAwayPostgres({ binaries, localeFlags: ['--locale=C', '--encoding=UTF8'] });
    const pool = createPool({ connectionString: server.adminUrl, max: 2, applicationName: 'oldest' });
    try {
      await migrate(pool);
      await addAuditEntries(pool, 50);
      const client = await pool.connect();
      await client.query('create role auditor; grant select on audit_entry, audit_head to auditor; set role auditor');
      const report = await verifyChain(client, { notes: { notes: [], unsignedCount: 0 } });
      client.release(true);
      expect(report).toMatchObject({ entryCount: 50, fault: null });
    } finally {
      await pool.end();
      await server.stop();
    }
  },
);
