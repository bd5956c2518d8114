import { MINUTE_MS, SECOND_MS } from '@leeway/domain/units';
import type { ChartPoint, TierOverview } from '@leeway/domain/views';
import { formatDuration } from '#lib/format/duration.ts';
import { formatCount, formatNoun, formatRate, formatShare } from '#lib/format/number.ts';

export type VerdictTone = 'good' | 'warn' | 'bad';

export interface Evidence {
  readonly key: 'flow' | 'late' | 'engine';
  readonly question: string;
  readonly tone: VerdictTone;
  readonly answer: string;
}

export interface Verdict {
  readonly tone: VerdictTone;
  readonly sentence: string;
  readonly evidence: readonly Evidence[];
}

export const BEAT_LIMIT_MS = 5 * SECOND_MS;
const FLOW_MS = MINUTE_MS;
const LATE_MS = 5 * MINUTE_MS;
/** From this share of late starts on, the tier breaks what it promised; below it, some use case may. */
const BAD_LATE_SHARE = 0.05;

/** What of the chart lies in the last stretch; attempts that ended stand for starts. */
export function recentUsage({ points, window }: Pick<TierOverview, 'points' | 'window'>, spanMs: number) {
  const from = window.toAt - spanMs - window.stepMs;
  const recent = points.filter((point) => point.at > from);
  const sum = (read: (point: ChartPoint) => number) => recent.reduce((total, point) => total + read(point), 0);
  const coveredMs = recent[0] === undefined ? 0 : window.toAt - recent[0].at;
  return {
    coveredMs,
    startedCount: sum((point) => point.doneCount + point.failedCount),
    submittedCount: sum((point) => point.submittedCount),
    lateCount: sum((point) => point.lateCount),
    cpuMs: sum((point) => point.cpuMs),
  };
}

export function liveEngines({ engines, asOf }: Pick<TierOverview, 'engines' | 'asOf'>) {
  return engines.filter((engine) => asOf - engine.beatAt <= BEAT_LIMIT_MS);
}

function judgeFlow(overview: TierOverview): Evidence {
  const question = 'Is work flowing?';
  const { readyCount } = overview.backlog;
  const { startedCount, coveredMs } = recentUsage(overview, FLOW_MS);
  if (startedCount > 0) {
    const rate = formatRate((startedCount * 1_000) / coveredMs);
    return {
      key: 'flow',
      question,
      tone: 'good',
      answer: `${rate} over the last minute, ${formatCount(readyCount)} ready`,
    };
  }
  if (readyCount === 0) return { key: 'flow', question, tone: 'good', answer: 'Nothing waits to be run' };
  return {
    key: 'flow',
    question,
    tone: 'bad',
    answer: `${formatNoun(readyCount, 'job')} ready, none started in the last minute`,
  };
}

function judgeLate(overview: TierOverview): Evidence {
  const question = 'Is anything late?';
  const { startedCount, lateCount } = recentUsage(overview, LATE_MS);
  if (startedCount === 0)
    return { key: 'late', question, tone: 'good', answer: 'Nothing started in the last 5 minutes' };
  const share = lateCount / startedCount;
  const tone = lateCount === 0 ? 'good' : share < BAD_LATE_SHARE ? 'warn' : 'bad';
  const answer =
    lateCount === 0
      ? `None of ${formatNoun(startedCount, 'start')} in the last 5 minutes`
      : `${formatShare(share)} of ${formatNoun(startedCount, 'start')} in the last 5 minutes`;
  return { key: 'late', question, tone, answer };
}

function judgeEngines(overview: TierOverview): Evidence {
  const question = 'Does an engine answer?';
  const live = liveEngines(overview);
  const silent = overview.engines.length - live.length;
  if (live.length === 0) return { key: 'engine', question, tone: 'bad', answer: silenceOf(overview) };
  const slotCount = live.reduce((sum, engine) => sum + engine.slots.length, 0);
  const answer = `${formatNoun(live.length, 'engine')} with ${formatNoun(slotCount, 'slot')}`;
  return {
    key: 'engine',
    question,
    tone: silent > 0 ? 'warn' : 'good',
    answer: silent > 0 ? `${answer}; ${silent} silent` : answer,
  };
}

function silenceOf({ engines, asOf }: TierOverview): string {
  if (engines.length === 0) return 'None has ever reported';
  const lastBeatAt = Math.max(...engines.map((engine) => engine.beatAt));
  return `The last one was heard ${formatDuration(asOf - lastBeatAt)} ago`;
}

const RANK: Readonly<Record<VerdictTone, number>> = { good: 0, warn: 1, bad: 2 };

/** The health of the tier in one sentence, with what it rests on. */
export function decideVerdict(overview: TierOverview): Verdict {
  const [flow, late, engine] = [judgeFlow(overview), judgeLate(overview), judgeEngines(overview)];
  const evidence = [flow, late, engine];
  const tone = evidence.map((one) => one.tone).reduce((worst, next) => (RANK[next] > RANK[worst] ? next : worst));
  return { tone, sentence: sentenceOf({ overview, flow, late, engine }), evidence };
}

interface Findings {
  readonly overview: TierOverview;
  readonly flow: Evidence;
  readonly late: Evidence;
  readonly engine: Evidence;
}

function sentenceOf({ overview, flow, late, engine }: Findings): string {
  if (engine.tone === 'bad')
    return 'No engine answers: nothing is accepted and nothing runs; what was accepted is kept.';
  if (flow.tone === 'bad') return 'Work has stopped: jobs are ready and none starts.';
  if (late.tone === 'bad') return 'Work flows, but too late.';
  if (late.tone === 'warn') return 'Work flows; a few jobs start late.';
  if (engine.tone === 'warn') return 'Work flows on time, with an engine missing.';
  const isQuiet = recentUsage(overview, FLOW_MS).startedCount === 0;
  return isQuiet ? 'All quiet: nothing waits, nothing is late.' : 'Work flows, and on time.';
}
