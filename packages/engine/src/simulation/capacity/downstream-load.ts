import type { SimulatedDownstream } from './simulation-plan.ts';

/** What a downstream saw: calls per second of the run. */
export interface DownstreamTally {
  readonly name: string;
  readonly attemptCounts: Uint32Array;
  readonly refusedCounts: Uint32Array;
}

/** The services that simulated handlers call. */
export class DownstreamLoad {
  readonly #tallies = new Map<string, { readonly downstream: SimulatedDownstream; readonly tally: DownstreamTally }>();

  constructor(downstreams: readonly SimulatedDownstream[], untilMs: number) {
    const seconds = Math.ceil(untilMs / 1_000) + 1;
    for (const downstream of downstreams) {
      const { id, name } = downstream.entry;
      const tally = { name, attemptCounts: new Uint32Array(seconds), refusedCounts: new Uint32Array(seconds) };
      this.#tallies.set(id, { downstream, tally });
    }
  }

  /** A handler calls what it calls; whether all of it answered. */
  call(ids: readonly string[], now: number): boolean {
    let isWell = true;
    for (const id of ids) {
      const known = this.#tallies.get(id);
      if (known !== undefined && !answers(known.downstream, known.tally, now)) isWell = false;
    }
    return isWell;
  }

  tallies(): DownstreamTally[] {
    return [...this.#tallies.values()].map(({ tally }) => tally);
  }
}

function answers({ outages, carriesPerSecond }: SimulatedDownstream, tally: DownstreamTally, now: number): boolean {
  const second = Math.min(tally.attemptCounts.length - 1, Math.floor(now / 1_000));
  const count = (tally.attemptCounts[second] ?? 0) + 1;
  tally.attemptCounts[second] = count;
  const isOut = outages.some(({ fromMs, toMs }) => now >= fromMs && now < toMs);
  const isWell = !isOut && (carriesPerSecond === null || count <= carriesPerSecond);
  if (!isWell) tally.refusedCounts[second] = (tally.refusedCounts[second] ?? 0) + 1;
  return isWell;
}
