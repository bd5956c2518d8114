import { createFireTimes } from '@leeway/domain/fire-times';

interface Timing {
  readonly cron: string;
  readonly timeZone: string;
  /** Engines fire a little ahead: what they have fired is not fired again under another expression. */
  readonly lastFireAt: bigint | null;
}

/** The instant at which a schedule that is changed or resumed now fires next. */
export function nextFireOf({ cron, timeZone, lastFireAt }: Timing, now: Date): bigint | null {
  const next = createFireTimes(cron, timeZone).next(Math.max(now.getTime(), Number(lastFireAt ?? 0)));
  return next === null ? null : BigInt(next);
}
