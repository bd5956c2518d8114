import type { EngineWait, GateReading, KeyReading, WaitReason } from '@leeway/domain/wait-reason';
import { MAX_TOLD_KEYS } from '../capacity/capacity-sample.ts';

/**
 * Why a job waits, from why its use case does: a key at its limit holds back its own jobs alone. `reason` undefined: no engine
 * says anything.
 */
export function waitOfKey(engines: readonly EngineWait[], concurrencyKey: string | null): WaitReason | undefined {
  const isOfKey = ({ key }: KeyReading) => key === concurrencyKey;
  const owner = engines.find(({ readings }) => readings.some(({ keys }) => keys?.some(isOfKey)));
  const wait = owner ?? engines[0];
  if (wait === undefined) return undefined;
  const readings = wait.readings.map((reading) =>
    reading.gate === 'concurrencyKey' ? ofKey(reading, reading.keys?.find(isOfKey)) : reading,
  );
  const { engineId: _engineId, ...reason } = wait;
  return { ...reason, readings, gate: readings.find(({ isOpen }) => !isOpen)?.gate ?? 'turn' };
}

function ofKey({ keys: told = [], ...reading }: GateReading, found: KeyReading | undefined): GateReading {
  // More keys are full than are told of: whether this one is nobody knows.
  if (found === undefined && told.length >= MAX_TOLD_KEYS) return reading;
  if (found === undefined) return { ...reading, isOpen: true, text: 'Its concurrency key has room, or it has none' };
  const { runningCount, limit } = found;
  // The key is told in `keys` alone, which not everybody may see.
  const text = `As many jobs of its concurrency key run as may run at once (${runningCount} of ${limit}): it starts when those before it have, and one ends`;
  return { ...reading, isOpen: false, used: runningCount, limit, text, keys: [found] };
}
