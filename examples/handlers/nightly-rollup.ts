/**
 * Sums up a day of readings by hour, with their deviation: heavy on the CPU, and content to run at any time of the day.
 *
 * Payload: `{ "day": "2026-01-31", "readings": 200000 }`, up to 2 000 000 readings. They are made from the day itself.
 */
export default async function nightlyRollup(payload: unknown): Promise<void> {
  const { day, readings } = (payload ?? {}) as { day?: unknown; readings?: unknown };
  if (typeof day !== 'string' || Number.isNaN(Date.parse(day)))
    throw new TypeError('day must be a date such as "2026-01-31"');
  if (!Number.isInteger(readings) || Number(readings) < 1 || Number(readings) > MOST_READINGS) {
    throw new TypeError(`readings must be a whole number from 1 to ${MOST_READINGS}`);
  }
  sumUp(Date.parse(day) / 86_400_000, Number(readings));
}

const MOST_READINGS = 2_000_000;

/** Welford's running mean and variance for each hour. */
function sumUp(seed: number, count: number): void {
  const hours = Array.from({ length: 24 }, () => ({ count: 0, mean: 0, squares: 0 }));
  for (let index = 0; index < count; index += 1) {
    const hour = hours[index % 24] as { count: number; mean: number; squares: number };
    const reading = Math.sin(seed + index) * 50 + Math.cos(index / 7) * 20;
    const distance = reading - hour.mean;
    hour.count += 1;
    hour.mean += distance / hour.count;
    hour.squares += distance * (reading - hour.mean);
  }
}
