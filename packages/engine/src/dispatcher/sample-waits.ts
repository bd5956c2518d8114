import type { Gate, GateReading, Holder } from '@leeway/domain/wait-reason';
import { MAX_WAIT_SAMPLES, type WaitSample } from '../capacity/capacity-sample.ts';
import { describeGate } from '../capacity/describe-gate.ts';
import { type GateVerdict, readGates } from '../capacity/gates.ts';
import type { ReadyJob } from '../queue/lease.ts';
import type { DispatcherWorld } from './dispatcher-event.ts';
import type { DispatcherState } from './dispatcher-state.ts';
import { gateFactsOf } from './gate-facts.ts';
import { type HeldBack, heldBackOf, readKeys } from './sample-keys.ts';

const MAX_HOLDERS = 5;
/** A head that was ready for less is on its way. */
const MIN_WAIT_MS = 500;

/** Why the use cases whose heads wait have not started, those that wait longest first. */
export function sampleWaits(state: DispatcherState, world: DispatcherWorld): WaitSample[] {
  const waiting: Waiting[] = [];
  for (const useCaseNo of state.ready.useCaseNos()) {
    const heldBack = heldBackOf(state, useCaseNo);
    const head = state.ready.headOf(useCaseNo);
    const first = [head, heldBack?.first].find((job) => job !== undefined && hasWaited(job, world));
    if (first !== undefined) waiting.push({ useCaseNo, first, head: head ?? first, heldBack });
  }
  waiting.sort((a, b) => a.first.availableAt - b.first.availableAt);
  const holders = {
    turn: largestOf(state.slots.holders(), world),
    memory: largestOf(state.slots.memoryHolders(), world),
  };
  return waiting.slice(0, MAX_WAIT_SAMPLES).flatMap((each) => sampleWait(state, each, holders, world));
}

interface Waiting {
  readonly useCaseNo: number;
  /** What has waited: the head, else what a concurrency key holds back. */
  readonly first: ReadyJob;
  /** Whose gates are asked. */
  readonly head: ReadyJob;
  readonly heldBack: HeldBack | null;
}

function hasWaited({ availableAt }: ReadyJob, { storeNow }: DispatcherWorld): boolean {
  return storeNow - availableAt >= MIN_WAIT_MS;
}

function sampleWait(
  state: DispatcherState,
  { useCaseNo, first, head, heldBack }: Waiting,
  holders: Holders,
  world: DispatcherWorld,
): WaitSample[] {
  const useCase = world.findUseCase(useCaseNo);
  if (useCase === undefined) return [];
  const verdicts = readGates(gateFactsOf(state, state.meters.of(useCaseNo), useCase, head, world));
  const turn: GateVerdict = {
    gate: 'turn',
    isOpen: false,
    used: state.slots.count - state.slots.freeCount,
    limit: state.slots.count,
    unit: 'slots',
    allowance: 0,
    opensAt: null,
  };
  const readings = [...verdicts, turn].map((verdict) => toReading(verdict, holders, world));
  const keys = readKeys(state, useCaseNo, heldBack);
  if (keys !== null) readings.splice(readings.findIndex(({ gate }) => gate === 'concurrency') + 1, 0, keys);
  const gate: Gate = readings.find(({ isOpen }) => !isOpen)?.gate ?? 'turn';
  return [{ useCaseNo, reason: { gate, readings, headAvailableAt: first.availableAt, seenAt: world.storeNow } }];
}

function toReading(verdict: GateVerdict, holders: Holders, { now, storeNow }: DispatcherWorld): GateReading {
  const { gate, isOpen, used, limit, unit } = verdict;
  const opensAt = verdict.opensAt === null ? null : Math.round(storeNow + verdict.opensAt - now);
  const round = (value: number | null) => (value === null ? null : Math.round(value * 10) / 10);
  return {
    gate,
    isOpen,
    used: round(used),
    limit: round(limit),
    unit,
    opensAt,
    text: describeGate(verdict),
    holders: !isOpen && (gate === 'turn' || gate === 'memory') ? holders[gate] : [],
  };
}

/** Who holds most now of what is shared, by the gate at which others wait for it: slots, or MiB. */
type Holders = Readonly<Record<'turn' | 'memory', readonly Holder[]>>;

function largestOf(held: ReadonlyMap<number, number>, { findUseCase }: DispatcherWorld): Holder[] {
  const largest = [...held].sort(([, a], [, b]) => b - a).slice(0, MAX_HOLDERS);
  return largest.map(([no, amount]) => ({ useCase: findUseCase(no)?.name ?? `use case ${no}`, amount }));
}
