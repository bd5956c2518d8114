import { randomBytes } from 'node:crypto';
import { newTeamId, newUseCaseId } from '@leeway/domain/ids';
import type { UseCaseRegistration } from '@leeway/domain/use-case';
import type { PoolClient } from 'pg';
import { DEMO_TEAMS, DEMO_USE_CASES } from './demo-use-cases.ts';
import { recordAudit } from './record-audit.ts';

const REASON = 'demo workspace';

/** Three teams and their use cases, each with its audit entry. */
export async function createDemoRegistry(client: PoolClient): Promise<void> {
  const teamIds = new Map<string, string>();
  for (const name of DEMO_TEAMS) teamIds.set(name, await createTeam(client, name));
  for (const registration of DEMO_USE_CASES) {
    await registerUseCase(client, registration, teamIds.get(registration.team) ?? '');
  }
}

async function createTeam(client: PoolClient, name: string): Promise<string> {
  const id = newTeamId(randomBytes);
  await client.query('insert into team (id, name) values ($1, $2)', [id, name]);
  const object = { type: 'team', id, name };
  await recordAudit(client, { action: 'team.create', object, teamId: id, after: { name }, reason: REASON });
  return id;
}

async function registerUseCase(client: PoolClient, useCase: UseCaseRegistration, teamId: string): Promise<void> {
  const id = newUseCaseId(randomBytes);
  await client.query(
    `insert into use_case (id, name, team_id, description, handler, criticality, delay_tolerance_ms, max_attempts,
       backoff_base_ms, backoff_cap_ms, timeout_ms, memory_limit_mb)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      id,
      useCase.name,
      teamId,
      useCase.description,
      useCase.handler,
      useCase.criticality,
      useCase.delayToleranceMs,
      useCase.maxAttempts,
      useCase.backoffBaseMs,
      useCase.backoffCapMs,
      useCase.timeoutMs,
      useCase.memoryLimitMb,
    ],
  );
  const object = { type: 'useCase', id, name: useCase.name };
  const { name: _, ...after } = useCase;
  await recordAudit(client, { action: 'useCase.register', object, teamId, after, reason: REASON });
}
