import type { JobKey } from '@leeway/domain/job-id';
import type { JobWait, UseCaseWait } from '@leeway/domain/wait-reason';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type Door, jobOf, useCaseOf } from './request-parts.ts';

export interface Waits {
  readonly ofJob: (key: JobKey) => Promise<JobWait>;
  readonly ofUseCase: (name: string) => Promise<UseCaseWait>;
}

/** Why something has not started. */
export function installWaitRoutes(server: FastifyInstance, door: Door & { readonly waits: Waits }): void {
  server.get('/v1/jobs/:id/wait', async (request: FastifyRequest<{ Params: { id: string } }>) =>
    door.waits.ofJob(jobOf(door, door.keyOf(request), request.params.id)),
  );

  server.get('/v1/use-cases/:name/wait', async (request: FastifyRequest<{ Params: { name: string } }>) => {
    const { name } = await useCaseOf(door, door.keyOf(request), request.params.name);
    return door.waits.ofUseCase(name);
  });
}
