import path from 'node:path';
import { formatCount, formatTimeOfDay } from '@leeway/domain/format-figures';
import { MINUTE_MS } from '@leeway/domain/units';
import type { ReplayCounts } from '@leeway/domain/views';
import type { Clock } from './clock.ts';
import { type Api, describeApiError, signIn } from './control-plane.ts';
import { subtractReadings } from './counts.ts';
import { decideResult, type ReplayResult } from './decide-result.ts';
import { drainDay } from './drain-day.ts';
import { ensureRegistered } from './ensure-registered.ts';
import type { ReplayEnv } from './env.ts';
import { findCredentials } from './find-credentials.ts';
import type { ReplayOptions } from './options.ts';
import { planReplay } from './plan-replay.ts';
import type { PlannedUseCase } from './plan-use-cases.ts';
import type { Progress } from './progress.ts';
import { readBacklog, readCounts } from './read-counts.ts';
import { sendDay } from './send-day.ts';
import { createTally } from './tally.ts';
import { waitForEarlier } from './wait-for-earlier.ts';
import { watchTier } from './watch-tier.ts';

export interface Replay {
  readonly options: ReplayOptions;
  readonly env: ReplayEnv;
  readonly progress: Progress;
  readonly clock: Clock;
  /** Ends submitting; what was accepted is still awaited. */
  readonly stop: AbortSignal;
}

/** Replays the window from sign-in to result. @throws ReplayError with the remedy */
export async function runReplay(replay: Replay): Promise<ReplayResult> {
  const { options, env, progress } = replay;
  const planned = await planReplay(options, progress);
  const credentials = await findCredentials({ ...options, dataDir: env.dataDir });
  const { api, signOut } = await signIn({ url: options.controlPlaneUrl, consoleUrl: env.consoleUrl, credentials });
  try {
    const { createdTeams, created, changed, kept } = await ensureRegistered(api, planned, options.changeExisting);
    progress.say(
      `Use cases: ${created} created, ${changed} changed, ${kept} kept as they were; teams: ${createdTeams} created.`,
    );
    return await withKey(api, progress, (apiKey) => playMarked(replay, { api, planned, apiKey }));
  } finally {
    await signOut();
  }
}

/** Lends a key for every team, and takes it back whatever happens. */
async function withKey<T>(api: Api, progress: Progress, use: (apiKey: string) => Promise<T>): Promise<T> {
  const { id, key } = await api.apiKey.mint.mutate({ team: null, name: 'replay', expiresInDays: 1 });
  try {
    return await use(key);
  } finally {
    await api.apiKey.revoke
      .mutate({ id })
      .catch((error) => progress.say(`The key ${id} could not be revoked: ${describeApiError(error)}`));
  }
}

interface Stage {
  readonly api: Api;
  readonly planned: readonly PlannedUseCase[];
  readonly apiKey: string;
}

async function playMarked(replay: Replay, stage: Stage): Promise<ReplayResult> {
  const { options, progress } = replay;
  const span = `${formatTimeOfDay(options.fromMinute * MINUTE_MS)}–${formatTimeOfDay(options.toMinute * MINUTE_MS)}`;
  const label = `${path.basename(options.trace)}, ${span} at ${options.speed}×`;
  await waitForEarlier({ ...replay, ...stage, limitMs: options.drainLimitMs });
  const { id } = await stage.api.replay.begin.mutate({ label });
  try {
    return await play(replay, stage);
  } finally {
    await stage.api.replay.end
      .mutate({ id })
      .catch((error) => progress.say(`The end of the replay could not be marked: ${describeApiError(error)}`));
  }
}

async function play(
  { options, progress, clock, stop }: Replay,
  { api, planned, apiKey }: Stage,
): Promise<ReplayResult> {
  const names = planned.map(({ registration }) => registration.name);
  const { asOf } = await readBacklog(api, new Set(names));
  // whole minutes, because that is how old counts are kept
  const sinceAt = Math.floor(asOf / MINUTE_MS) * MINUTE_MS;
  const read = (): Promise<ReplayCounts[]> => readCounts(api, names, sinceAt);
  const begin = await read();
  const tally = createTally();
  const watch = watchTier(read, begin, clock);
  try {
    await sendDay({ options, planned, apiKey, tally, watch, progress, clock, stop });
    if (stop.aborted)
      progress.say(`Stopped submitting; waiting for ${formatCount(tally.acceptedCount)} accepted jobs.`);
    watch.stop();
    await drainDay({ options, tally, watch, progress, clock });
  } finally {
    watch.stop();
    progress.stop();
  }
  const { backlog } = await readBacklog(api, new Set(names));
  const counts = subtractReadings(await read(), begin);
  return decideResult({ planned, boosts: options.boosts, tally, counts, backlog });
}
