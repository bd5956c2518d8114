import { JobChange, type JobChangeAnswer } from '@leeway/domain/job-command';
import type { JobKey } from '@leeway/domain/job-id';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Why } from '../queue/why.ts';
import { nameOf } from './operation-routes.ts';
import { bodyOf, type Door, jobOf } from './request-parts.ts';

/** What can be done to one job, by its public id. */
export interface JobChanges {
  redrive(id: JobKey, why: Why): Promise<JobChangeAnswer>;
}

type Identified = FastifyRequest<{ Params: { id: string } }>;

/** Changes to one job from outside. */
export function installJobChangeRoutes(
  server: FastifyInstance,
  door: Door & { readonly jobChanges: JobChanges },
): void {
  const { jobChanges } = door;

  server.post('/v1/jobs/:id/redrive', async (request: Identified) => {
    const apiKey = door.keyOf(request);
    const id = jobOf(door, apiKey, request.params.id);
    const { reason = '' } = bodyOf(request, JobChange);
    return await jobChanges.redrive(id, { by: nameOf(apiKey), reason });
  });
}
