import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { readTestDatabaseUrl } from '../env.ts';
import { migrate } from '../migrate.ts';
import { createPool } from '../pool.ts';
import { startThrowAwayPostgres, type ThrowAwayPostgres } from './throw-away-postgres.ts';

type Server = Pick<ThrowAwayPostgres, 'adminUrl' | 'stop'>;

/** Starts one Postgres for the run, migrates one template database, and removes both at the end. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const server = await openServer();
  const template = `leeway_template_${process.pid}`;
  await onServer(server, `create database ${template} template template0`);
  await migrateTemplate(server.adminUrl, template);
  project.provide('leewayTestServer', { adminUrl: server.adminUrl, template });
  return async () => {
    await onServer(server, `drop database if exists ${template} with (force)`);
    await server.stop();
  };
}

async function openServer(): Promise<Server> {
  const adminUrl = readTestDatabaseUrl();
  return adminUrl === null ? await startThrowAwayPostgres() : { adminUrl, stop: async () => undefined };
}

async function migrateTemplate(adminUrl: string, template: string): Promise<void> {
  const url = new URL(adminUrl);
  url.pathname = `/${template}`;
  const pool = createPool({ connectionString: url.href, max: 1, applicationName: 'leeway-test-template' });
  try {
    await migrate(pool);
  } finally {
    await pool.end();
  }
}

async function onServer({ adminUrl }: Server, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
