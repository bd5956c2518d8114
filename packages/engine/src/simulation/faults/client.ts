import { type JobKey, parseJobId } from '@leeway/domain/job-id';
import { LeewayError } from '@leeway/domain/problem';
import type { JobSubmission } from '@leeway/domain/submit';
import type { RequestKey } from '../../queue/new-job.ts';
import type { UseCaseEntry } from '../../registry/entries.ts';
import type { EngineFleet } from './engine-fleet.ts';
import type { EngineHost } from './engine-host.ts';
import { drawPayload } from './payload.ts';
import type { World } from './world.ts';

const CLIENT_TIMEOUT_MS = 3_000;
const MAX_JOBS = 6;
const MAX_SUBMISSIONS = 10_000;

export interface Client {
  /** Every request was answered, or given up. */
  isDone(): boolean;
  /** How often each of its submissions was asked for, by number. */
  readonly askedOf: ReadonlyMap<number, number>;
}

interface Request {
  readonly useCase: UseCaseEntry;
  readonly submissions: readonly JobSubmission[];
  readonly key: RequestKey | null;
  readonly ns: readonly number[];
}

/** A program that submits over a network where answers get lost; with a key it asks until it knows, without it gives up. */
export function startClient(world: World, fleet: EngineFleet, index: number): Client {
  const { plan, time, observer } = world;
  const name = `client_${index + 1}`;
  const chance = world.chance.split(name);
  const keyChance = chance.split('concurrency keys');
  const askedOf = new Map<number, number>();
  let lastN = index * MAX_SUBMISSIONS;
  let openCount = plan.requestsPerClient;

  const drawSubmission = (n: number): JobSubmission => {
    const hasKey = chance.happens(plan.dedupe);
    const key = `d${chance.int(1, 4)}`;
    const windowMs = chance.happens(0.3) ? chance.int(1_000, 5_000) : null;
    const availableAt = new Date(Math.floor(time.now()) + chance.int(-200, 4_000)).toISOString();
    const dedupeKey = hasKey && windowMs === null ? key : null;
    return {
      payload: { ...drawPayload(chance, plan, { n, dedupeKey }) },
      ...(hasKey ? { dedupeKey: key } : {}),
      ...(hasKey && windowMs !== null ? { dedupeWindowMs: windowMs } : {}),
      ...(chance.happens(plan.ahead) ? { availableAt } : {}),
      ...(keyChance.happens(plan.limitedKeys) ? { concurrencyKey: `k${keyChance.int(1, 2)}` } : {}),
    };
  };

  const drawRequest = (): Request => {
    const ns = Array.from({ length: chance.int(1, MAX_JOBS) }, () => ++lastN);
    const key = chance.happens(plan.keyed) ? { scope: toUuid(lastN), bodyHash: toUuid(0) } : null;
    return { useCase: chance.pick(plan.useCases), submissions: ns.map(drawSubmission), key, ns };
  };

  const ask = (request: Request): void => {
    const engines = fleet.serving();
    if (engines.length === 0) {
      repeat(request, 500);
      return;
    }
    count(request, 1);
    const host = chance.pick(engines);
    const hear = once((delayMs, label, act) => void time.after(delayMs, `${name} ${label}`, act));
    hear(CLIENT_TIMEOUT_MS, 'times out', () => repeat(request, 100));
    host.process.receive(0.2 + chance.next(), `takes a request of ${name}`, () => {
      void serve(host, request).then((keys) => {
        if (chance.happens(world.faults()?.lostReplies ?? 0)) return;
        hear(0.2 + chance.next(), keys === null ? 'is refused' : 'is answered', () => finish(request, keys));
      });
    });
  };

  const count = ({ ns }: Request, by: 1 | -1): void => {
    for (const n of ns) askedOf.set(n, (askedOf.get(n) ?? 0) + by);
  };

  /** Null where the engine could not say that the jobs are stored. */
  const serve = async (host: EngineHost, request: Request): Promise<readonly JobKey[] | null> => {
    const path = host.path();
    if (path === null) return null;
    try {
      const { jobs } = await path.submitter.submitJobs({ ...request, apiKey: null });
      const keys = jobs.map(({ id }) => parseJobId(id)).filter((found) => found !== null);
      world.guard(() => observer.onAccepted(keys));
      return keys;
    } catch (error) {
      const code = error instanceof LeewayError ? error.code : null;
      // It says that nothing was stored, and will be held to it.
      if (code === 'OVERLOADED') count(request, -1);
      else if (code !== 'STORE_UNAVAILABLE') world.fail(error);
      return null;
    }
  };

  const finish = (request: Request, keys: readonly JobKey[] | null): void => {
    if (keys === null) {
      repeat(request, 200);
      return;
    }
    if (request.key !== null) world.guard(() => observer.onKnown(request.ns));
    openCount -= 1;
  };

  /** Without a key a repeat could store twice: the program gives up, and has 0 or 1 of each job. */
  const repeat = (request: Request, delayMs: number): void => {
    if (request.key === null) openCount -= 1;
    else time.after(delayMs + chance.next() * 300, `${name} asks again`, () => ask(request));
  };

  for (let count = 0; count < plan.requestsPerClient; count++)
    time.after(chance.next() * plan.faultyMs, `${name} asks`, () => ask(drawRequest()));
  return { isDone: () => openCount === 0, askedOf };
}

type Hear = (delayMs: number, label: string, act: () => void) => void;

/** Of all that is heard only the first counts. */
function once(hear: Hear): Hear {
  let isOver = false;
  return (delayMs, label, act) =>
    hear(delayMs, label, () => {
      if (isOver) return;
      isOver = true;
      act();
    });
}

function toUuid(number: number): string {
  return `00000000-0000-0000-0000-${number.toString(16).padStart(12, '0')}`;
}
