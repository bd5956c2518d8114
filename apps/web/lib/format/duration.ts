import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '@leeway/domain/units';

export const UNKNOWN = 'unknown';

const STEPS = [
  { unit: 'd', ms: DAY_MS, next: 'h', nextMs: HOUR_MS },
  { unit: 'h', ms: HOUR_MS, next: 'min', nextMs: MINUTE_MS },
  { unit: 'min', ms: MINUTE_MS, next: 's', nextMs: SECOND_MS },
] as const;

/** `850 ms`, `12.3 s`, `4 min 5 s`, `2 d 4 h`; `unknown` where it was not measured, `0 ms` only where it is zero. */
export function formatDuration(ms: number | null | undefined): string {
  if (ms === null || ms === undefined || !Number.isFinite(ms)) return UNKNOWN;
  if (ms < 0) return `−${formatDuration(-ms)}`;
  if (ms > 0 && ms < 1) return '< 1 ms';
  if (Math.round(ms) < SECOND_MS) return `${Math.round(ms)} ms`;
  if (ms < MINUTE_MS - 50) return `${trim(ms / SECOND_MS)} s`;
  return formatLong(ms);
}

function formatLong(ms: number): string {
  const rounded = Math.round(ms / SECOND_MS) * SECOND_MS;
  const step = STEPS.find((candidate) => rounded >= candidate.ms);
  if (step === undefined) return `${Math.round(ms / SECOND_MS)} s`;
  const whole = Math.floor(rounded / step.ms);
  const rest = Math.floor((rounded - whole * step.ms) / step.nextMs);
  return rest === 0 ? `${whole} ${step.unit}` : `${whole} ${step.unit} ${rest} ${step.next}`;
}

/** Short form for the ticks of an axis: `850ms`, `1.5s`, `5m`, `2h`. */
export function formatDurationTick(ms: number): string {
  if (ms < 1) return ms === 0 ? '0' : '<1ms';
  if (ms < SECOND_MS) return `${trim(ms)}ms`;
  if (ms < MINUTE_MS) return `${trim(ms / SECOND_MS)}s`;
  if (ms < HOUR_MS) return `${trim(ms / MINUTE_MS)}min`;
  return ms < DAY_MS ? `${trim(ms / HOUR_MS)}h` : `${trim(ms / DAY_MS)}d`;
}

function trim(value: number): string {
  return value >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(3)));
}
