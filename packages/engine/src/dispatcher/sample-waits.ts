import type { Gate, GateReading, Holder } from '@leeway/domain/wait-reason';
import { MAX_WAIT_SAMPLES, type WaitSample } from '../capacity/capacity-sample.ts';
import { describeGate } from '../capacity/describe-gate.ts';
import { type GateVerdict, readGates } from '../capacity/gates.ts';
import type { DispatcherWorld } from './dispatcher-event.ts';
import type { DispatcherState } from './dispatcher-state.ts';
import { gateFactsOf } from './gate-facts.ts';

const MAX_HOLDERS = 5;
/** A head that was ready for less is on its way. */
const MIN_WAIT_MS = 500;

/** Why the use cases whose heads wait have not started, those that wait longest first. */
export function sampleWaits(state: DispatcherState, world: DispatcherWorld): WaitSample[] {
  const waiting: { readonly useCaseNo: number; readonly availableAt: number }[] = [];
  for (const useCaseNo of state.ready.useCaseNos()) {
    const head = state.ready.headOf(useCaseNo);
    if (head !== undefined && world.storeNow - head.availableAt >= MIN_WAIT_MS)
      waiting.push({ useCaseNo, availableAt: head.availableAt });
  }
  waiting.sort((a, b) => a.availableAt - b.availableAt);
  const holders = holdersOf(state, world);
  return waiting.slice(0, MAX_WAIT_SAMPLES).flatMap(({ useCaseNo }) => sampleWait(state, useCaseNo, holders, world));
}

function sampleWait(
  state: DispatcherState,
  useCaseNo: number,
  holders: readonly Holder[],
  world: DispatcherWorld,
): WaitSample[] {
  const head = state.ready.headOf(useCaseNo);
  const useCase = world.findUseCase(useCaseNo);
  if (head === undefined || useCase === undefined) return [];
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
  const gate: Gate = readings.find(({ isOpen }) => !isOpen)?.gate ?? 'turn';
  return [{ useCaseNo, reason: { gate, readings, headAvailableAt: head.availableAt, seenAt: world.storeNow } }];
}

function toReading(verdict: GateVerdict, holders: readonly Holder[], { now, storeNow }: DispatcherWorld): GateReading {
  const { gate, isOpen, used, limit, unit } = verdict;
  const opensAt = verdict.opensAt === null ? null : Math.round(storeNow + verdict.opensAt - now);
  const isShared = gate === 'turn' || gate === 'memory';
  const round = (value: number | null) => (value === null ? null : Math.round(value * 10) / 10);
  return {
    gate,
    isOpen,
    used: round(used),
    limit: round(limit),
    unit,
    opensAt,
    text: describeGate(verdict),
    holders: isShared && !isOpen ? holders : [],
  };
}

/** Who holds most slots now. */
function holdersOf(state: DispatcherState, { findUseCase }: DispatcherWorld): Holder[] {
  const held = [...state.slots.holders()].sort(([, a], [, b]) => b - a).slice(0, MAX_HOLDERS);
  return held.map(([no, amount]) => ({ useCase: findUseCase(no)?.name ?? `use case ${no}`, amount }));
}
