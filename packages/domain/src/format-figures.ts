const UNITS = [
  { limitMs: 1_000, divisor: 1, unit: 'ms' },
  { limitMs: 120_000, divisor: 1_000, unit: 's' },
  { limitMs: 7_200_000, divisor: 60_000, unit: 'min' },
  { limitMs: Number.POSITIVE_INFINITY, divisor: 3_600_000, unit: 'h' },
] as const;

/** `0.5 ms`, `12 ms`, `3.4 s`, `95 s`, `4.2 min`; a dash for what is not known. */
export function formatDuration(ms: number | null): string {
  if (ms === null) return '–';
  const { divisor, unit } = UNITS.find(({ limitMs }) => ms < limitMs) ?? UNITS[3];
  const value = ms / divisor;
  return `${value < 10 ? Math.round(value * 10) / 10 : Math.round(value)} ${unit}`;
}

/** `1,234,567` */
export function formatCount(count: number): string {
  return Math.round(count).toLocaleString('en-US');
}

/** `0 %`, `0.04 %`, `12.3 %`: never rounded to 0 or 100 where it is not. */
export function formatShare(share: number | null): string {
  if (share === null) return '–';
  if (share > 0 && share < 0.000_1) return '< 0.01 %';
  const percent = share * 100;
  return `${percent < 1 ? Math.round(percent * 100) / 100 : Math.floor(percent * 10) / 10} %`;
}

/** `10:37` of a recorded day, from ms since midnight. */
export function formatTimeOfDay(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

/** `1:05`, or `1:02:03` from an hour on. */
export function formatClock(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1_000));
  const parts = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60];
  const shown = parts[0] === 0 ? parts.slice(1) : parts;
  return shown.map((part, index) => (index === 0 ? String(part) : String(part).padStart(2, '0'))).join(':');
}
