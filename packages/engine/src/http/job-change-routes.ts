import {
  type CommandAnswer,
  CommandId,
  DeadlineChange,
  JobChange,
  type JobChangeAnswer,
  type NewDeadline,
  type PendingCommand,
} from '@leeway/domain/job-command';
import { type JobKey, queueOfJobKey } from '@leeway/domain/job-id';
import { LeewayError } from '@leeway/domain/problem';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { DeadlineWish } from '../queue/job-command.ts';
import type { Why } from '../queue/why.ts';
import { mayUse } from '../submitter/authenticate.ts';
import { nameOf } from './operation-routes.ts';
import { bodyOf, type Door, jobOf } from './request-parts.ts';

/** What can be done to one job, by its public id. */
export interface JobChanges {
  cancel(id: JobKey, why: Why): Promise<JobChangeAnswer | PendingCommand>;
  changeDeadline(id: JobKey, deadline: DeadlineWish, why: Why): Promise<JobChangeAnswer | PendingCommand>;
  redrive(id: JobKey, why: Why): Promise<JobChangeAnswer>;
  /** What became of a command; throws NOT_FOUND. */
  getCommand(id: string): Promise<{ readonly jobKey: JobKey; readonly answer: CommandAnswer }>;
}

type Identified = FastifyRequest<{ Params: { id: string } }>;

/** Changes to one job from outside. */
export function installJobChangeRoutes(
  server: FastifyInstance,
  door: Door & { readonly jobChanges: JobChanges },
): void {
  const { jobChanges } = door;

  server.post('/v1/jobs/:id/cancel', async (request: Identified, reply) => {
    const apiKey = door.keyOf(request);
    const id = jobOf(door, apiKey, request.params.id);
    const { reason = '' } = bodyOf(request, JobChange);
    return answer(reply, await jobChanges.cancel(id, { by: nameOf(apiKey), reason }));
  });

  server.post('/v1/jobs/:id/deadline', async (request: Identified, reply) => {
    const apiKey = door.keyOf(request);
    const id = jobOf(door, apiKey, request.params.id);
    const { reason = '', ...deadline } = bodyOf(request, DeadlineChange);
    return answer(reply, await jobChanges.changeDeadline(id, toWish(deadline), { by: nameOf(apiKey), reason }));
  });

  server.post('/v1/jobs/:id/redrive', async (request: Identified) => {
    const apiKey = door.keyOf(request);
    const id = jobOf(door, apiKey, request.params.id);
    const { reason = '' } = bodyOf(request, JobChange);
    return await jobChanges.redrive(id, { by: nameOf(apiKey), reason });
  });

  server.get('/v1/commands/:id', async (request: Identified) => {
    const apiKey = door.keyOf(request);
    if (!CommandId.safeParse(request.params.id).success) throw badCommandId();
    const { jobKey, answer: command } = await jobChanges.getCommand(request.params.id);
    const useCase = door.findUseCaseByNo(queueOfJobKey(jobKey).useCaseNo);
    if (useCase === undefined || !mayUse(apiKey, useCase)) throw unknownCommand();
    return command;
  });
}

/** 202 where the engine that owns the job has not answered yet. */
function answer(reply: FastifyReply, change: JobChangeAnswer | PendingCommand): FastifyReply {
  if (change.state !== 'pending') return reply.send(change);
  return reply.status(202).header('location', `/v1/commands/${change.command}`).send(change);
}

function toWish({ deadlineAt, delayToleranceMs }: NewDeadline): DeadlineWish {
  return deadlineAt === undefined ? { delayToleranceMs: delayToleranceMs ?? 0 } : { deadlineAt };
}

function badCommandId(): LeewayError {
  const message = 'A command id is "cmd_" and 20 letters and digits';
  return new LeewayError('INVALID_INPUT', message, { fields: [{ field: 'id', message }] });
}

function unknownCommand(): LeewayError {
  return new LeewayError('NOT_FOUND', 'There is no such command, or it was over long ago');
}
