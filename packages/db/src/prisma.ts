import { PrismaPg } from '@prisma/adapter-pg';
import { type Prisma, PrismaClient } from './generated/client.ts';

export type { PrismaClient };
/** What a verb gets inside a transaction. */
export type Transaction = Prisma.TransactionClient;
/** A JSON value as Prisma writes it. */
export type InputJson = Prisma.InputJsonObject;

const CONNECT_TIMEOUT_MS = 5_000;
const POOL_SIZE = 5;
/** What a person waits for ends sooner; what a frozen process left open holds no locks for longer. */
const SESSION_OPTIONS = '-c statement_timeout=10000 -c idle_in_transaction_session_timeout=30000';

/** A client for the registry tables with its own small pool; connects at its first query, `$disconnect()` ends it. */
export function createPrisma(connectionString: string): PrismaClient {
  const adapter = new PrismaPg({
    connectionString,
    max: POOL_SIZE,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    application_name: 'leeway-registry',
    options: SESSION_OPTIONS,
  });
  return new PrismaClient({ adapter });
}
