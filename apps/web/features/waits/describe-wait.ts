import { SECOND_MS } from '@leeway/domain/units';
import type { GateReading, Holder } from '@leeway/domain/wait-reason';
import { formatDuration } from '#lib/format/duration.ts';
import { formatNoun, formatWhole } from '#lib/format/number.ts';

/** An engine speaks each second or two; after this nobody can tell what it does. */
const SILENT_AFTER_MS = 10 * SECOND_MS;

interface Spoken {
  readonly asOf: number;
  readonly engineSpokeAt: number | null;
}

/** Null while an engine speaks; else for how long none has, in words. */
export function describeSilence({ asOf, engineSpokeAt }: Spoken): string | null {
  if (engineSpokeAt === null) return 'No engine has ever spoken';
  const silentMs = asOf - engineSpokeAt;
  if (silentMs <= SILENT_AFTER_MS) return null;
  return `No engine has spoken for ${formatDuration(Math.floor(silentMs / SECOND_MS) * SECOND_MS)}`;
}

/** When a gate opens by itself, seen from the store's now; null where something else must happen first. */
export function describeOpening(opensAt: number | null, asOf: number): string | null {
  if (opensAt === null) return null;
  const leftMs = opensAt - asOf;
  return leftMs < SECOND_MS ? 'opens within a second' : `opens in ${formatDuration(roundUp(leftMs))}`;
}

/** For how long the next job has waited; null where it is not known. */
export function describeHead(headAvailableAt: number | null, asOf: number): string {
  if (headAvailableAt === null) return 'Since when its next job waits is not known';
  const waitedMs = Math.max(0, asOf - headAvailableAt);
  const rounded = waitedMs < SECOND_MS ? waitedMs : Math.floor(waitedMs / SECOND_MS) * SECOND_MS;
  return `Its next job has waited ${formatDuration(rounded)}`;
}

/** `2 slots`, or `512 MiB` where others wait for memory. */
export function describeHeld({ amount }: Holder, unit: GateReading['unit']): string {
  return unit === 'MiB' ? `${formatWhole(amount)} MiB` : formatNoun(amount, 'slot');
}

/** How many stand before a job. */
export function describeAhead(aheadCount: number | null, isMoreAhead: boolean): string | null {
  if (aheadCount === null) return null;
  if (isMoreAhead) return `More than ${formatNoun(aheadCount, 'job')} of its use case stand before it`;
  if (aheadCount === 0) return 'No job of its use case stands before it';
  return `${formatNoun(aheadCount, 'job')} of its use case ${aheadCount === 1 ? 'stands' : 'stand'} before it`;
}

function roundUp(ms: number): number {
  return Math.ceil(ms / SECOND_MS) * SECOND_MS;
}
