import { nextFireAt } from '@leeway/domain/next-fires';

interface Timing {
  readonly cron: string;
  readonly timeZone: string;
  readonly lastFireAt: bigint | null;
}

/** The instant at which a schedule that is changed or resumed now fires next, as rows have it. */
export function nextFireOf({ cron, timeZone, lastFireAt }: Timing, now: Date): bigint | null {
  const next = nextFireAt({ cron, timeZone, lastFireAt: Number(lastFireAt ?? 0) }, now.getTime());
  return next === null ? null : BigInt(next);
}
