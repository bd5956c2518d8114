import type { GrantAmounts } from '@leeway/domain/burst-grant';
import { describe, expect, it } from 'vitest';
import type { GrantSample } from '../../capacity/capacity-sample.ts';
import { steadily } from './generate-arrivals.ts';
import { createLeewayTier } from './leeway-tier.ts';
import { reportSimulation } from './report-simulation.ts';
import { buildUseCases, type UseCaseSketch } from './scenarios/build-use-case.ts';
import { simulateCapacity } from './simulate-capacity.ts';

const MINUTE_MS = 60_000;
const UNTIL_MS = 10 * MINUTE_MS;
const [STARTS_AT, ENDS_AT] = [2 * MINUTE_MS, 8 * MINUTE_MS];
const GRANTED_MS = ENDS_AT - STARTS_AT;
const QUOTA = 1_000;

type Policy = UseCaseSketch['policy'];

const bursty = (policy: Policy): UseCaseSketch => ({
  ...{ name: 'bursty', runMs: 500, cpuShare: 0.5, policy: { fairWeight: 300, ...policy }, ...steadily(40) },
});
const patient = (name: string, runMs: number, perSecond: number, weight = 100): UseCaseSketch => ({
  ...{ name, runMs, cpuShare: 0.1, policy: { fairWeight: weight }, ...steadily(perSecond) },
});

/** Ten minutes in which the first use case may have a grant from minute 2 to 8; what each ran, and what was recorded of the grant. */
function play(sketches: readonly UseCaseSketch[], amounts: GrantAmounts | null) {
  const grants = amounts === null ? [] : [{ id: 'g', useCaseNo: 1, amounts, startsAt: STARTS_AT, endsAt: ENDS_AT }];
  const plan = {
    fleet: { slotCount: 16, cpuCount: 16, memoryMb: 65_536 },
    useCases: buildUseCases(sketches, { seed: 'grants', untilMs: UNTIL_MS }),
    ...{ downstreams: [], incidentModes: [], grants, measureFromMs: 0, seed: 'grants', untilMs: UNTIL_MS },
  };
  const samples: GrantSample[] = [];
  const tier = createLeewayTier(plan);
  const report = reportSimulation(
    simulateCapacity(plan, {
      ...tier,
      step: (event, now) => {
        const effects = tier.step(event, now);
        for (const effect of effects) if (effect.kind === 'sampled') samples.push(...effect.sample.grants);
        return effects;
      },
    }),
  );
  const sum = (read: (sample: GrantSample) => number) => samples.reduce((total, sample) => total + read(sample), 0);
  const waitsOf = (no: number) => samples.flatMap(({ waits }) => waits.filter(({ useCaseNo }) => useCaseNo === no));
  const waited = (no: number) => ({
    slotMs: waitsOf(no).reduce((total, { slotMs }) => total + slotMs, 0),
    heldUpMs: waitsOf(no).reduce((total, { heldUpMs }) => total + heldUpMs, 0),
  });
  const ranMs = sketches.map(({ runMs }, index) => (report.useCases[index]?.doneCount ?? 0) * runMs);
  return {
    ranMs,
    used: { cpuMs: sum(({ cpuMs }) => cpuMs), jobMs: sum(({ jobMs }) => jobMs), slotMs: sum(({ slotMs }) => slotMs) },
    waited,
  };
}

const about = (value: number, part = 0.05) => ({ least: value * (1 - part), most: value * (1 + part) });
function expectAbout(value: number, { least, most }: ReturnType<typeof about>) {
  expect(value).toBeGreaterThanOrEqual(least);
  expect(value).toBeLessThanOrEqual(most);
}

describe('what was used of a grant', () => {
  const others = [patient('heavy', 400, 60, 300), patient('light', 200, 60, 100)];
  const quota = { cpuQuotaMsPerSecond: QUOTA };

  it('is the CPU beyond the quota, and who waited longer lost what the grant took: as a run without it shows', () => {
    const sketches = [bursty(quota), ...others];
    const [granted, plain] = [play(sketches, { cpuQuota: { factor: 3 } }), play(sketches, null)];
    expectAbout(granted.used.cpuMs, about(2 * QUOTA * (GRANTED_MS / 1_000)));
    expectAbout(granted.used.slotMs, about(2 * granted.used.cpuMs));
    expectAbout((granted.ranMs[0] ?? 0) - (plain.ranMs[0] ?? 0), about(granted.used.slotMs, 0.1));
    const [heavy, light] = [granted.waited(2), granted.waited(3)];
    expectAbout(heavy.slotMs + light.slotMs, about(granted.used.slotMs));
    const lostMs = [1, 2].map((index) => (plain.ranMs[index] ?? 0) - (granted.ranMs[index] ?? 0));
    expectAbout((lostMs[0] ?? 0) + (lostMs[1] ?? 0), about(heavy.slotMs + light.slotMs, 0.15));
    expectAbout(lostMs[0] ?? 0, about(heavy.slotMs, 0.15));
    // Of 14 slots that would have been theirs 4 were taken: each second they came so much less far.
    expectAbout(heavy.heldUpMs, about((GRANTED_MS * 4) / 14, 0.15));
    expectAbout(light.heldUpMs, about((GRANTED_MS * 4) / 14, 0.15));
    expect(granted.used.jobMs).toBe(0);
  });

  it('is the jobs beyond the concurrency limit, for as long as they ran', () => {
    const { used, waited } = play([bursty({ concurrencyLimit: 2 }), ...others], { concurrency: { absolute: 6 } });
    expectAbout(used.jobMs, about(4 * GRANTED_MS));
    expectAbout(used.slotMs, about(4 * GRANTED_MS));
    expect(used.cpuMs).toBe(0);
    expectAbout(waited(2).slotMs, about(3 * waited(3).slotMs));
  });

  it('counts a slot once that is beyond both', () => {
    const policy = { ...quota, concurrencyLimit: 2 };
    const { used } = play([bursty(policy), ...others], { cpuQuota: { factor: 2 }, concurrency: { factor: 2 } });
    expectAbout(used.slotMs, about(2 * GRANTED_MS, 0.1));
    expectAbout(used.jobMs, about(2 * GRANTED_MS));
    expectAbout(used.cpuMs, about(QUOTA * (GRANTED_MS / 1_000)));
  });

  it('costs nobody anything where the pool has room', () => {
    const { used, waited } = play([bursty(quota), patient('idle', 200, 5)], { cpuQuota: { factor: 3 } });
    expectAbout(used.cpuMs, about(2 * QUOTA * (GRANTED_MS / 1_000)));
    expect(waited(2)).toEqual({ slotMs: 0, heldUpMs: 0 });
  });

  it('is nothing where the policy would have been enough', () => {
    const calm = { ...bursty(quota), ...steadily(1) };
    const { used } = play([calm, ...others], { cpuQuota: { factor: 3 } });
    expect(used.cpuMs).toBeLessThan(GRANTED_MS * 0.02);
  });
});
