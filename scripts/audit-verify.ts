import { existsSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type HeadNotes, readNotes } from '@leeway/db/audit-chain/head-notes';
import { verifyChain } from '@leeway/db/audit-chain/verify-chain';
import { readAuditHeadsFile } from '@leeway/db/env';
import { migrationStatus } from '@leeway/db/migrate';
import { OperatorError } from '@leeway/db/operator-error';
import { createPool } from '@leeway/db/pool';
import { type ChainFault, type ChainReport, describeFault, type NotesReport } from '@leeway/domain/audit-chain';
import { program } from 'commander';
import type { Pool } from 'pg';
import { readScriptEnv } from './env.ts';
import { openStore } from './open-store.ts';
import { formatSeconds, runMain, sayLine } from './terminal.ts';

interface Options {
  readonly json?: string;
  readonly head?: string;
}

program
  .name('npm run audit:verify --')
  .description(
    'Looks at every entry of the audit log, and names the first that is not as it was written. Ends with 1 where there is one.',
  )
  .option('--json <file>', 'write what was found to a file')
  .option('--head <file>', "the notes of the log's head to compare with (default: what the control plane writes)")
  .action(main);
await runMain(async () => void (await program.parseAsync()));

async function main({ json, head }: Options): Promise<void> {
  const env = readScriptEnv();
  const notes = await readKept(head, env.dataDir, env.authSecret);
  const store = await openStore(env);
  const pool = createPool({ connectionString: store.connectionString, max: 1, applicationName: 'leeway-audit-verify' });
  try {
    await refuseOldSchema(pool);
    const beganAt = performance.now();
    const report = await verifyChain(pool, { notes, onProgress: sayProgress });
    const tookMs = Math.round(performance.now() - beganAt);
    say(report, tookMs);
    if (json !== undefined) await writeFile(json, `${JSON.stringify({ ...report, tookMs }, null, 2)}\n`);
    if (report.fault !== null) process.exitCode = 1;
  } finally {
    await pool.end();
    await store.close();
  }
}

async function readKept(given: string | undefined, dataDir: string, authSecret: string | null): Promise<HeadNotes> {
  const file = given === undefined ? readAuditHeadsFile(dataDir) : path.resolve(given);
  if (!existsSync(file)) {
    if (given !== undefined)
      throw new OperatorError(`There is no file ${given}: give one that the control plane wrote.`);
    return { notes: [], unsignedCount: 0 };
  }
  const secret = authSecret ?? readKeptSecret(dataDir);
  if (secret !== null) return await readNotes(file, secret);
  throw new OperatorError(`What is noted in ${file} is signed: set LEEWAY_AUTH_SECRET to what the control plane has.`);
}

function readKeptSecret(dataDir: string): string | null {
  const file = path.join(dataDir, 'auth-secret');
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : null;
}

async function refuseOldSchema(pool: Pool): Promise<void> {
  const status = await migrationStatus(pool);
  if (status.every(({ appliedAt }) => appliedAt !== null)) return;
  throw new OperatorError('The database lacks some migrations: run "npm run migrate -- up" first.');
}

/** On a terminal only, on one line. */
function sayProgress(verifiedCount: number, totalCount: number): void {
  if (process.stdout.isTTY) process.stdout.write(`\r  ${verifiedCount} of ${totalCount} `);
}

function say({ entryCount, headHash, fault, notes }: ChainReport, tookMs: number): void {
  if (process.stdout.isTTY) process.stdout.write('\r');
  const took = formatSeconds(tookMs);
  if (fault === null) sayLine('✔', `${entryCount} entries, each in its place and as it was written (${took})`);
  else sayLine('✖', `The log does not hold. ${describeFault(fault)} (${took})`);
  sayLine(' ', `Head: ${entryCount} ${headHash}`);
  for (const line of describeNotes(notes, fault)) sayLine(' ', line);
}

/** What the notes outside the database are worth, a sentence each. */
function describeNotes(notes: NotesReport, fault: ChainFault | null): string[] {
  const { comparedCount, lastAt, lastSeq, otherStoreCount, unsignedCount } = notes;
  const agrees = fault === null ? ' and agrees' : '';
  return [
    comparedCount === 0
      ? 'No note of the head was kept outside the database: an end that was cut off would not show.'
      : `The head was noted outside the database ${comparedCount === 1 ? 'once' : `${comparedCount} times`}; the last note is of entry ${lastSeq}, of ${lastAt}${agrees}.`,
    ...(otherStoreCount === 0 ? [] : [`${otherStoreCount} notes are of another database, and were not compared.`]),
    ...(unsignedCount === 0
      ? []
      : [
          `${unsignedCount} notes are not signed with this secret, and were not compared: they were changed, cut short, or are older than the secret.`,
        ]),
  ];
}
