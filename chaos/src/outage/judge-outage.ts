import type { StormSecond } from './storm-clients.ts';

/** What an outage may do to programs, and how soon it must be over. */
export const BARS = {
  /** Of the rate before, over three seconds. */
  rateShare: 0.9,
  backWithinMs: 10_000,
  mostTries: 3,
  /** Repeats, of the first tries of calls; beside what each client may have ahead. */
  retryShare: 0.1,
  retriesAhead: 10,
  /** Requests in the outage, of those before it in the same time. */
  outageShare: 0.5,
} as const;

export interface OutageRun {
  readonly seconds: readonly StormSecond[];
  readonly mostTries: number;
  /** In seconds of the run: the store was away from one to the other. */
  readonly awayFrom: number;
  readonly backFrom: number;
}

export interface OutageFigures {
  /** Calls per second whose job was stored. */
  readonly rateBefore: number;
  /** After the store was back, until the rate was; null: not in the run. */
  readonly backAfterMs: number | null;
  /** Requests per second, before and meanwhile. */
  readonly sentBefore: number;
  readonly sentAway: number;
  readonly firstCount: number;
  readonly retryCount: number;
  readonly mostTries: number;
}

const STEADY_SECONDS = 3;

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
const mean = (numbers: readonly number[]): number => sum(numbers) / Math.max(1, numbers.length);

export function measureOutage({ seconds, mostTries, awayFrom, backFrom }: OutageRun): OutageFigures {
  const before = seconds.slice(1, Math.floor(awayFrom));
  const away = seconds.slice(Math.ceil(awayFrom), Math.floor(backFrom));
  const rateBefore = mean(before.map(({ stored }) => stored));
  const sent = ({ first, retries }: StormSecond) => first + retries;
  const back = seconds
    .slice(Math.ceil(backFrom))
    .find(({ second }) => isSteady(seconds.slice(second, second + STEADY_SECONDS), rateBefore));
  return {
    rateBefore,
    backAfterMs: back === undefined ? null : Math.max(0, (back.second - backFrom) * 1_000),
    sentBefore: mean(before.map(sent)),
    sentAway: mean(away.map(sent)),
    firstCount: sum(seconds.map(({ first }) => first)),
    retryCount: sum(seconds.map(({ retries }) => retries)),
    mostTries,
  };
}

function isSteady(seconds: readonly StormSecond[], rateBefore: number): boolean {
  if (seconds.length < STEADY_SECONDS) return false;
  return mean(seconds.map(({ stored }) => stored)) >= BARS.rateShare * rateBefore;
}

export type Kept = Readonly<Record<'backAfterMs' | 'mostTries' | 'retryCount' | 'sentAway', boolean>>;

export function judgeOutage(figures: OutageFigures, clientCount: number): Kept {
  const { backAfterMs, mostTries, firstCount, retryCount, sentAway, sentBefore } = figures;
  return {
    backAfterMs: backAfterMs !== null && backAfterMs <= BARS.backWithinMs,
    mostTries: mostTries <= BARS.mostTries,
    retryCount: retryCount <= BARS.retryShare * firstCount + BARS.retriesAhead * clientCount,
    sentAway: sentAway <= BARS.outageShare * sentBefore,
  };
}
