import { UNKNOWN } from './duration.ts';

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const compact = new Intl.NumberFormat('en', {
  notation: 'compact',
  minimumSignificantDigits: 1,
  maximumSignificantDigits: 3,
});
const hundredths = new Intl.NumberFormat('en', { maximumFractionDigits: 2 });
const significant = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });

type Measured = number | null | undefined;

function isMeasured(value: Measured): value is number {
  return value !== null && value !== undefined && Number.isFinite(value);
}

/** `12,345`: every digit. */
export function formatWhole(value: Measured): string {
  return isMeasured(value) ? whole.format(value) : UNKNOWN;
}

/** `12.3K`: for tiles and cells; below 10,000 every digit. */
export function formatCount(value: Measured): string {
  if (!isMeasured(value)) return UNKNOWN;
  return Math.abs(value) < 10_000 ? whole.format(value) : compact.format(value);
}

/** For the ticks of an axis: `0.5`, `1,000`, `20K`. */
export function formatCountTick(value: number): string {
  return value >= 10_000 ? compact.format(value) : hundredths.format(value);
}

/** Three digits, nothing finer than a hundredth, and never 0 for what is more than nothing. */
function formatSmall(value: number): string {
  if (value > 0 && value < 0.01) return '<\u00a00.01';
  return value < 1 ? hundredths.format(value) : significant.format(value);
}

/** `12.3/s`. */
export function formatRate(perSecond: Measured): string {
  if (!isMeasured(perSecond)) return UNKNOWN;
  return `${perSecond >= 1_000 ? compact.format(perSecond) : formatSmall(perSecond)}/s`;
}

/** A share 0…1 as `0.4 %`; never `0 %` for what is more than nothing, nor `100 %` for what is less than all. */
export function formatShare(share: Measured): string {
  if (!isMeasured(share)) return UNKNOWN;
  const percent = share * 100;
  if (percent > 0 && percent < 0.1) return '< 0.1 %';
  if (percent < 100 && percent > 99.9) return '> 99.9 %';
  return `${Number(percent.toFixed(1))} %`;
}

/** `1.25` of `1.25 cores`: to a hundredth. */
export function formatHundredths(value: Measured): string {
  return isMeasured(value) ? formatSmall(value) : UNKNOWN;
}

/** `1 job`, `2 jobs`, `12.3K jobs`. */
export function formatNoun(value: number, noun: string, plural = `${noun}s`): string {
  return `${formatCount(value)} ${value === 1 ? noun : plural}`;
}
