import { nextFires } from '@leeway/domain/next-fires';
import { LeewayError } from '@leeway/domain/problem';
import { ScheduleName, ScheduleTiming } from '@leeway/domain/schedule';
import {
  type SchedulePreviewAnswer,
  ScheduleSetting,
  ScheduleWish,
  toScheduleAnswer,
} from '@leeway/domain/schedule-answer';
import type { ScheduleView } from '@leeway/domain/views';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ApiKeyEntry, UseCaseEntry } from '../registry/entries.ts';
import { hashUuid } from '../submitter/hash-uuid.ts';
import type { Submitter } from '../submitter/submit-jobs.ts';
import { toRequestKey } from '../submitter/to-request-key.ts';
import { KEY_HEADER } from './json-body.ts';
import { nameOf } from './operation-routes.ts';
import { setRateHeaders } from './rate-headers.ts';
import { bodyOf, type Door, useCaseOf } from './request-parts.ts';

/** Whose schedule, and who changes it. */
interface Scope {
  readonly useCase: UseCaseEntry;
  readonly actor: { readonly id: string; readonly name: string };
}

/** Schedules with their payloads, as the routes need them. Each change comes with its entry in the audit log, or not at all. */
export interface Schedules {
  list(useCaseNo: number): Promise<readonly ScheduleView[]>;
  /** Throws NOT_FOUND, as those below do. */
  get(useCaseNo: number, name: string): Promise<ScheduleView & { readonly payload: string }>;
  put(
    scope: Scope,
    name: string,
    setting: ScheduleSetting,
  ): Promise<{ readonly schedule: ScheduleView; readonly isNew: boolean }>;
  rest(
    scope: Scope,
    name: string,
    wish: { readonly isPaused: boolean; readonly reason: string },
  ): Promise<ScheduleView>;
  remove(scope: Scope, name: string, reason: string): Promise<ScheduleView>;
}

export interface ScheduleDoor extends Door {
  readonly schedules: Schedules;
  readonly submitter: Pick<Submitter, 'submitJobs'>;
  readonly now: () => number;
}

type Named = FastifyRequest<{ Params: { name: string } }>;
type Scheduled = FastifyRequest<{ Params: { name: string; schedule: string } }>;

const ALL = '/v1/use-cases/:name/schedules';
const ONE = `${ALL}/:schedule`;

/** Schedules of the use cases of a key's team. */
export function installScheduleRoutes(server: FastifyInstance, door: ScheduleDoor): void {
  const { schedules } = door;

  const ownOf = async (request: Scheduled) => {
    const apiKey = door.keyOf(request);
    const useCase = await useCaseOf(door, apiKey, request.params.name);
    const scope = { useCase, actor: { id: apiKey.id, name: nameOf(apiKey) } };
    return { apiKey, useCase, scope, name: scheduleNameOf(request.params.schedule) };
  };

  server.get(ALL, async (request: Named) => {
    const useCase = await useCaseOf(door, door.keyOf(request), request.params.name);
    const all = await schedules.list(useCase.no);
    return { schedules: all.map((schedule) => toScheduleAnswer(useCase.name, schedule)) };
  });

  server.post(`${ALL}/preview`, async (request: Named): Promise<SchedulePreviewAnswer> => {
    await useCaseOf(door, door.keyOf(request), request.params.name);
    const asOf = door.now();
    const fires = nextFires(bodyOf(request, ScheduleTiming), asOf);
    return { asOf: new Date(asOf).toISOString(), fires: fires.map((at) => new Date(at).toISOString()) };
  });

  server.get(ONE, async (request: Scheduled) => {
    const { useCase, name } = await ownOf(request);
    return toScheduleAnswer(useCase.name, await schedules.get(useCase.no, name));
  });

  server.put(ONE, async (request: Scheduled, reply) => {
    const { useCase, scope, name } = await ownOf(request);
    const { schedule, isNew } = await schedules.put(scope, name, bodyOf(request, ScheduleSetting));
    return reply.status(isNew ? 201 : 200).send(toScheduleAnswer(useCase.name, schedule));
  });

  server.delete(ONE, async (request: Scheduled) => {
    const { useCase, scope, name } = await ownOf(request);
    const { reason } = bodyOf(request, ScheduleWish);
    return toScheduleAnswer(useCase.name, await schedules.remove(scope, name, reason));
  });

  for (const [verb, isPaused] of [
    ['pause', true],
    ['resume', false],
  ] as const) {
    server.post(`${ONE}/${verb}`, async (request: Scheduled) => {
      const { useCase, scope, name } = await ownOf(request);
      const { reason } = bodyOf(request, ScheduleWish);
      return toScheduleAnswer(useCase.name, await schedules.rest(scope, name, { isPaused, reason }));
    });
  }

  // A submission like any other: its rate limits apply, and it is not a change of the schedule.
  server.post(`${ONE}/run`, async (request: Scheduled, reply) => {
    const { apiKey, useCase, name } = await ownOf(request);
    const { id, payload, delayToleranceMs, concurrencyKey } = await schedules.get(useCase.no, name);
    const tolerance = delayToleranceMs === null ? {} : { delayToleranceMs };
    const job = { payload: JSON.parse(payload), ...tolerance, ...(concurrencyKey === null ? {} : { concurrencyKey }) };
    const key = runKeyOf(request, { apiKey, useCase, id });
    const submitted = await door.submitter.submitJobs({ useCase, submissions: [job], key, apiKey });
    setRateHeaders(reply, submitted.rates);
    if (submitted.isReplayed) reply.header('idempotency-replayed', 'true');
    return reply.status(201).send({ job: submitted.jobs[0] });
  });
}

/** Repeats of a run are one while they are of the same schedule, whatever it says by then. */
function runKeyOf(
  request: FastifyRequest,
  { apiKey, useCase, id }: { readonly apiKey: ApiKeyEntry; readonly useCase: UseCaseEntry; readonly id: string },
) {
  return toRequestKey({ header: request.headers[KEY_HEADER], bodyHash: hashUuid(`run ${id}`), apiKey, useCase });
}

function scheduleNameOf(text: string): string {
  const parsed = ScheduleName.safeParse(text);
  if (parsed.success) return parsed.data;
  const message = parsed.error.issues[0]?.message ?? 'Not a name';
  throw new LeewayError('INVALID_INPUT', 'The name of the schedule is not valid', {
    fields: [{ field: 'schedule', message }],
  });
}
