import type { UseCaseEntry } from '../../registry/entries.ts';
import { NO_LIMITS } from '../../registry/no-limits.ts';
import { type Chance, createChance } from '../chance.ts';

/** How often a call to the store goes wrong, each in its way. */
export interface StoreFaults {
  /** Never carried out; the caller sees a broken connection. */
  readonly lost: number;
  /** Carried out; the caller sees a broken connection. */
  readonly unanswered: number;
  /** The caller sees a broken connection, and it is carried out later. */
  readonly late: number;
  /** Refused with a serialization failure. */
  readonly refused: number;
  /** Between statement and commit passes up to a second. */
  readonly slowCommit: number;
  /** Takes up to 300 ms on the way. */
  readonly slow: number;
}

export const NO_STORE_FAULTS: StoreFaults = { lost: 0, unanswered: 0, late: 0, refused: 0, slowCommit: 0, slow: 0 };

/** Events per minute of virtual time. */
export interface Troubles {
  readonly crash: number;
  readonly pause: number;
  readonly clockJump: number;
  readonly workerKill: number;
  readonly storeCrash: number;
  readonly cut: number;
  readonly leave: number;
  readonly join: number;
}

const NO_TROUBLES: Troubles = {
  crash: 0,
  pause: 0,
  clockJump: 0,
  workerKill: 0,
  storeCrash: 0,
  cut: 0,
  leave: 0,
  join: 0,
};

/** So many seeds have one without faults: there nothing may run twice. */
const CALM_EVERY = 16;

/** Parts of 1: how handlers behave. What remains succeeds. */
export interface Behaviour {
  readonly fail: number;
  readonly failOnce: number;
  readonly hang: number;
  readonly die: number;
  readonly slow: number;
  /** Fails with a text that the store refuses. */
  readonly bad: number;
}

export interface Plan {
  readonly seed: number;
  readonly shardCount: number;
  readonly engineCount: number;
  readonly slotCount: number;
  readonly clientCount: number;
  readonly requestsPerClient: number;
  readonly useCases: readonly UseCaseEntry[];
  /** Nothing goes wrong but time: calls are slow and overtake each other, wake-ups get lost, jobs fail. */
  readonly isCalm: boolean;
  /** When all is done an engine dies, and the others must take its shards over in time. */
  readonly endsWithCrash: boolean;
  /** For so long faults happen, in ms; then none. */
  readonly faultyMs: number;
  readonly store: StoreFaults;
  readonly troubles: Troubles;
  readonly behaviour: Behaviour;
  /** Jobs take next to nothing, so that bundles of several use cases go to a slot together. */
  readonly areShort: boolean;
  /** Parts of 1 of all starts of jobs: something happens to the engine right then. */
  readonly ambush: number;
  /** Parts of 1: HTTP answers that do not arrive. */
  readonly lostReplies: number;
  /** Parts of 1: wake-ups that nobody hears. */
  readonly lostWakes: number;
  /** Windows, moves and settlements as small as this, where it is not null. */
  readonly tightRows: number | null;
  /** After so long at most an engine knows of each use case, in ms. */
  readonly registryLagMs: number;
  /** The clocks of the engines' machines are wrong by up to so much. */
  readonly skewMs: number;
  /** Parts of 1 of all requests. */
  readonly keyed: number;
  readonly dedupe: number;
  readonly ahead: number;
  /** So many times somebody wants one of the jobs cancelled. */
  readonly cancelCount: number;
  /** So many times somebody wants one of the jobs to have another deadline. */
  readonly moveCount: number;
  /** Parts of 1 of all jobs that have a concurrency key. */
  readonly limitedKeys: number;
}

/** What a seed is about: each fault is there or not, and how often, so that runs differ in kind (swarm testing). */
export function drawPlan(seed: number): Plan {
  const drawn = drawFaultyPlan(seed);
  const chance = createChance(seed).split('short jobs');
  const plan = chance.happens(0.4) ? shorten(drawn, chance) : drawn;
  return seed % CALM_EVERY === 0 ? calmDown(plan) : plan;
}

/** Short jobs of several use cases for few processes, now and then a slow one among them. */
function shorten(plan: Plan, chance: Chance): Plan {
  const more = Array.from({ length: 3 }, (_, index) => drawUseCase(chance, plan.useCases.length + index + 1));
  const useCases = [...plan.useCases, ...more].map((useCase) => ({ ...useCase, memoryLimitMb: 64 }));
  const behaviour = { ...plan.behaviour, slow: Math.max(0.03, plan.behaviour.slow) };
  const requestsPerClient = 2 * plan.requestsPerClient;
  return { ...plan, areShort: true, slotCount: 1, useCases, behaviour, requestsPerClient };
}

function calmDown(plan: Plan): Plan {
  return {
    ...plan,
    isCalm: true,
    store: { ...NO_STORE_FAULTS, slow: plan.store.slow },
    troubles: NO_TROUBLES,
    behaviour: { ...plan.behaviour, hang: 0, die: 0, slow: 0 },
    ambush: 0,
  };
}

function drawFaultyPlan(seed: number): Plan {
  const chance = createChance(seed).split('plan');
  const sometimes = (most: number, probability = 0.5): number =>
    chance.happens(probability) ? chance.next() ** 2 * most : 0;
  const engineCount = chance.pick([1, 2, 2, 3]);
  return {
    seed,
    isCalm: false,
    endsWithCrash: chance.happens(0.25),
    shardCount: chance.int(1, 4),
    engineCount,
    slotCount: chance.int(1, 3),
    clientCount: chance.int(1, 3),
    requestsPerClient: chance.int(2, 8),
    useCases: Array.from({ length: chance.int(1, 3) }, (_, index) => drawUseCase(chance, index + 1)),
    faultyMs: chance.int(2_000, 9_000),
    store: scale(
      {
        lost: sometimes(0.1),
        unanswered: sometimes(0.2),
        late: sometimes(0.3, 0.35),
        refused: sometimes(0.1),
        slowCommit: sometimes(0.1),
        slow: sometimes(0.2),
      },
      chance.pick([1, 1, 3]),
      0.5,
    ),
    troubles: scale(
      {
        crash: sometimes(15),
        pause: sometimes(15),
        clockJump: sometimes(20),
        workerKill: sometimes(40),
        storeCrash: sometimes(10, 0.3),
        cut: sometimes(15, 0.3),
        leave: sometimes(15, 0.4),
        join: sometimes(15, 0.4),
      },
      chance.pick([1, 1, 1, 4]),
      120,
    ),
    behaviour: {
      fail: sometimes(0.2),
      failOnce: sometimes(0.4),
      hang: sometimes(0.1, 0.3),
      die: sometimes(0.1, 0.3),
      slow: sometimes(0.3),
      bad: sometimes(0.1, 0.2),
    },
    areShort: false,
    ambush: sometimes(0.3),
    tightRows: chance.happens(0.5) ? chance.pick([1, 1, 2, 3, 5]) : null,
    registryLagMs: chance.happens(0.2) ? 3_000 : 0,
    lostReplies: sometimes(0.2),
    lostWakes: sometimes(1),
    skewMs: chance.pick([0, 0, 500, 3_600_000]),
    keyed: sometimes(1),
    dedupe: sometimes(1, 0.4),
    ahead: sometimes(0.8),
    cancelCount: drawCancelCount(chance.split('cancels')),
    moveCount: drawCancelCount(chance.split('moves')),
    limitedKeys: drawLimitedKeys(chance.split('concurrency keys')),
  };
}

function drawLimitedKeys(chance: Chance): number {
  return chance.happens(0.4) ? chance.next() : 0;
}

function drawCancelCount(chance: Chance): number {
  return chance.happens(0.4) ? chance.int(1, 12) : 0;
}

/** Some seeds are much wilder than others. */
function scale<Rates extends object>(rates: Rates, factor: number, most: number): Rates {
  const scaled = Object.entries(rates).map(([name, rate]) => [name, Math.min(most, rate * factor)]);
  return Object.fromEntries(scaled) as Rates;
}

function drawUseCase(chance: Chance, no: number): UseCaseEntry {
  const isMega = chance.happens(0.4);
  return {
    no,
    name: `use-case-${no}`,
    teamId: 'team_a',
    runtime: 'process',
    handler: 'any',
    delayToleranceMs: chance.pick([0, 500, 5_000, 60_000]),
    maxAttempts: chance.int(1, 4),
    backoffBaseMs: chance.pick([1, 20, 200]),
    backoffCapMs: chance.pick([200, 1_000]),
    timeoutMs: chance.pick([200, 500]),
    memoryLimitMb: chance.pick([64, 128]),
    megaJobMaxCount: isMega ? chance.int(2, 5) : 1,
    megaJobMaxKb: 64,
    megaJobMaxWaitMs: isMega ? chance.pick([0, 5, 50]) : 0,
    shardSpread: chance.int(1, 4),
    ...NO_LIMITS,
    ...drawLimits(chance.split(`limits ${no}`)),
    concurrencyKeyLimit: drawKeyLimit(chance.split(`key limit ${no}`)),
  };
}

function drawKeyLimit(chance: Chance): number | null {
  return chance.happens(0.7) ? chance.int(1, 3) : null;
}

/** Wide enough that all ends in time; the capacity simulation asks what they do. */
function drawLimits(
  chance: Chance,
): Pick<UseCaseEntry, 'criticality' | 'fairWeight' | 'cpuQuotaMsPerSecond' | 'concurrencyLimit'> {
  return {
    criticality: chance.pick(['critical', 'normal', 'low']),
    fairWeight: chance.pick([1, 100, 1_000]),
    cpuQuotaMsPerSecond: chance.happens(0.3) ? chance.pick([500, 2_000]) : null,
    concurrencyLimit: chance.happens(0.3) ? chance.int(1, 2) : null,
  };
}
