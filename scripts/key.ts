import { readDbEnv } from '@leeway/db/env';
import { migrationStatus } from '@leeway/db/migrate';
import { OperatorError } from '@leeway/db/operator-error';
import { createPool } from '@leeway/db/pool';
import { LIMITS } from '@leeway/domain/limits';
import { InvalidArgumentError, program } from 'commander';
import type { Pool, PoolClient } from 'pg';
import { mintKey } from './demo/mint-key.ts';
import { openStore } from './open-store.ts';
import { runMain } from './terminal.ts';

interface Options {
  readonly team?: string;
  readonly allTeams?: boolean;
  readonly name: string;
  readonly days: number;
  readonly rate?: number;
  readonly burst?: number;
}

const LONGEST_DAYS = 730;

program
  .name('npm run key --')
  .description('Makes a key for programs that submit jobs, and prints it once: only its hash is kept.')
  .option('--team <name>', 'the team whose use cases it may submit to')
  .option('--all-teams', 'it may submit to every use case')
  .requiredOption('--name <label>', 'what the key is for')
  .option('--days <number>', 'how long it is valid', parseDays, 90)
  .option('--rate <number>', 'jobs per second that may be submitted with it (none given: no limit)', parseRate)
  .option('--burst <number>', 'how many at once; with --rate, and as many as that where it is left out', parseRate)
  .action(main);
await runMain(async () => void (await program.parseAsync()));

function parseDays(text: string): number {
  const days = Number(text);
  if (Number.isInteger(days) && days >= 1 && days <= LONGEST_DAYS) return days;
  throw new InvalidArgumentError(`Give a whole number from 1 to ${LONGEST_DAYS}.`);
}

function parseRate(text: string): number {
  const { min, max } = LIMITS.ratePerSecond;
  const count = Number(text);
  if (Number.isInteger(count) && count >= min && count <= max) return count;
  throw new InvalidArgumentError(`Give a whole number from ${min} to ${max}.`);
}

async function main(options: Options): Promise<void> {
  if ((options.team === undefined) === (options.allTeams === undefined)) {
    throw new OperatorError('Say whom the key is for: either --team NAME or --all-teams.');
  }
  if (options.burst !== undefined && options.rate === undefined) {
    throw new OperatorError('A burst is of a rate: say --rate too.');
  }
  const store = await openStore(readDbEnv());
  const pool = createPool({ connectionString: store.connectionString, max: 1, applicationName: 'leeway-key' });
  try {
    await refuseOldSchema(pool);
    process.stdout.write(`${await mint(pool, options)}\n`);
  } finally {
    await pool.end();
    await store.close();
  }
}

async function refuseOldSchema(pool: Pool): Promise<void> {
  const status = await migrationStatus(pool);
  if (status.every(({ appliedAt }) => appliedAt !== null)) return;
  throw new OperatorError('The database lacks some migrations: run "npm run migrate -- up" first.');
}

async function mint(pool: Pool, { team, name, days, rate, burst = rate }: Options): Promise<string> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    const owner = team === undefined ? null : await getTeam(client, team);
    const rateLimit = rate === undefined || burst === undefined ? null : { perSecond: rate, burst };
    const apiKey = await mintKey(client, { team: owner, name, days, rateLimit });
    await client.query('commit');
    client.release();
    return apiKey;
  } catch (error) {
    client.release(true);
    throw error;
  }
}

async function getTeam(client: PoolClient, name: string): Promise<{ id: string; name: string }> {
  const { rows } = await client.query<{ id: string; name: string }>('select id, name from team order by name');
  const found = rows.find((team) => team.name === name);
  if (found !== undefined) return found;
  const known = rows.map((team) => team.name).join(', ') || 'none yet';
  throw new OperatorError(`There is no team "${name}" (there are: ${known}): give one of these to --team.`);
}
