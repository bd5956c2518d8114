import type { PrismaClient } from '@leeway/db/prisma';
import type { SessionUser } from '@leeway/domain/role';
import type { AllFigures } from '@leeway/engine/reports/read-use-case-figures';
import type { Pool } from 'pg';
import type { AuditChain } from '../audit/keep-audit-chain.ts';
import type { SharedPolls } from '../feed/shared-polls.ts';

/** Everything verbs need from outside; made once in main.ts and passed. */
export interface Services {
  readonly prisma: PrismaClient;
  readonly pool: Pool;
  readonly polls: SharedPolls;
  readonly auditChain: AuditChain;
  /** Figures of every use case, shared by those that watch a page of them. */
  readonly useCaseFigures: () => Promise<AllFigures>;
  readonly handlersDir: string;
  readonly webhookAllowedHosts: ReadonlySet<string>;
  readonly random: (byteCount: number) => Uint8Array;
}

export type Actor = SessionUser;

/**
 * What tRPC makes per request. Who sent it is looked up inside the first procedure, once per request: a stream then answers an
 * absent store as an event, after which clients come back, and not as a status, after which they do not.
 */
export interface ApiContext {
  readonly services: Services;
  readonly findActor: () => Promise<Actor | null>;
}

/** What a public verb gets; `actor` is null without a valid session. */
export interface OpenCall {
  readonly services: Services;
  readonly actor: Actor | null;
}

/** What a verb gets: somebody is signed in and the access table let them through. */
export interface Call {
  readonly services: Services;
  readonly actor: Actor;
}
