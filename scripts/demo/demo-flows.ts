import type { JobInput } from '@leeway/sdk';

type Random = () => number;

/** How one use case of the demo is submitted to. */
export interface DemoFlow {
  readonly useCase: string;
  /** Mean jobs per second, before the wave. */
  readonly perSecond: number;
  /** Swings between 1 − depth and 1 + depth times the mean, once per period. */
  readonly wave: { readonly periodMs: number; readonly depth: number };
  readonly job: (random: Random) => JobInput;
}

const pick = (random: Random, below: number): number => Math.floor(random() * below);
const id = (random: Random, prefix: string): string => `${prefix}-${1_000 + pick(random, 9_000)}`;
const MINUTE_MS = 60_000;

export const DEMO_FLOWS: readonly DemoFlow[] = [
  {
    useCase: 'send-receipt',
    perSecond: 4,
    wave: { periodMs: 3 * MINUTE_MS, depth: 0.6 },
    job: (random) => ({ payload: { orderId: id(random, 'A'), lines: [{ name: 'Tea', cents: 450 }] } }),
  },
  {
    useCase: 'settle-payout',
    perSecond: 1,
    wave: { periodMs: 5 * MINUTE_MS, depth: 0.3 },
    job: (random) => ({ payload: { payoutId: id(random, 'P'), cents: 100 + pick(random, 100_000) } }),
  },
  {
    useCase: 'welcome-email',
    perSecond: 0.8,
    wave: { periodMs: 4 * MINUTE_MS, depth: 0.5 },
    // One member in fifty has a language that nobody translated: these jobs die, and show how that looks.
    job: (random) => ({
      payload: { member: id(random, 'member'), language: random() < 0.02 ? 'tlh' : 'en' },
      availableAt: new Date(Date.now() + 20_000 + random() * 160_000),
    }),
  },
  {
    useCase: 'update-audience',
    perSecond: 1.5,
    wave: { periodMs: 6 * MINUTE_MS, depth: 0.8 },
    job: (random) => ({ payload: { first: members(random), second: members(random) } }),
  },
  {
    useCase: 'push-campaign',
    perSecond: 2,
    wave: { periodMs: 2 * MINUTE_MS, depth: 1 },
    job: (random) => ({ payload: { campaign: 'spring', page: pick(random, 500) } }),
  },
  {
    useCase: 'refresh-search-index',
    perSecond: 3,
    wave: { periodMs: 3 * MINUTE_MS, depth: 0.4 },
    job: (random) => ({
      payload: { documentId: id(random, 'D'), text: 'work that nobody waits for '.repeat(1 + pick(random, 20)) },
    }),
  },
  {
    useCase: 'resize-image',
    perSecond: 0.7,
    wave: { periodMs: 5 * MINUTE_MS, depth: 0.5 },
    job: (random) => ({ payload: { width: 800 + pick(random, 800), height: 600, scale: 4 } }),
  },
  {
    useCase: 'nightly-rollup',
    perSecond: 0.05,
    wave: { periodMs: 10 * MINUTE_MS, depth: 0.5 },
    job: (random) => ({
      payload: { day: new Date().toISOString().slice(0, 10), readings: 50_000 + pick(random, 150_000) },
    }),
  },
];

function members(random: Random): number[] {
  return Array.from({ length: 200 }, () => pick(random, 2_000));
}

export interface ArrivalInput {
  readonly now: number;
  readonly tickMs: number;
  readonly random: Random;
}

/** How many jobs of a flow arrive in one tick: its rate at this moment, the fraction left to chance. */
export function decideArrivals(flow: DemoFlow, { now, tickMs, random }: ArrivalInput): number {
  const swing = 1 + flow.wave.depth * Math.sin((2 * Math.PI * now) / flow.wave.periodMs);
  const expected = (flow.perSecond * swing * tickMs) / 1_000;
  return Math.floor(expected) + (random() < expected % 1 ? 1 : 0);
}
