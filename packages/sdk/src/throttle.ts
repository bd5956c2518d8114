/** What counts as recent: long enough to know, short enough to be back soon after an overload. */
const WINDOW_SECONDS = 10;
/** Twice what is accepted is sent, so that a tier that recovers is noticed. */
const MULTIPLIER = 2;
/** Fewer tries than this say nothing, and harm nobody. */
const LEAST_REQUESTS = 10;
/** One try in this time is always sent. */
const PROBE_MS = 1_000;
/** A tier that took up every try for so long, or up to twice as long by chance, refuses no more: an outage is over, not an overload less. */
const RECOVERY_MS = 1_500;
const RECOVERY_TRIES = 3;

export interface Throttle {
  /** Whether to send a try. What is under way says nothing yet: it counts when it has ended. */
  mayBeSent(): boolean;
  /** The tier took up what was sent, whatever it answered. */
  accepted(): void;
  /** The tier refused what was sent, or could not be reached. */
  refused(): void;
}

interface Second {
  readonly at: number;
  requestCount: number;
  acceptCount: number;
}

/** Tries that were taken up since the last that was refused. */
interface Streak {
  readonly since: number;
  readonly neededMs: number;
  count: number;
}

/**
 * Adaptive throttling ("Handling Overload", Site Reliability Engineering, chapter 21): a client that is refused more than every other
 * time stops sending some of its tries itself, each with probability max(0, (requests − 2 · accepts) / (requests + 1)), so that
 * refusing does not become the tier's main work. That alone would send a fifth more each second after an outage, and take half a minute: so what was
 * refused is forgotten once nothing is.
 */
export function createThrottle(now: () => number, random: () => number): Throttle {
  let seconds: Second[] = [];
  let sentAt = Number.NEGATIVE_INFINITY;
  let streak: Streak | null = null;

  const thisSecond = (): Second => {
    const at = Math.floor(now() / 1_000);
    const last = seconds.at(-1);
    if (last?.at === at) return last;
    const fresh = { at, requestCount: 0, acceptCount: 0 };
    seconds = [...seconds.filter((second) => second.at > at - WINDOW_SECONDS && second.at < at), fresh];
    return fresh;
  };

  const decide = (): boolean => {
    const requestCount = seconds.reduce((sum, second) => sum + second.requestCount, 0);
    const acceptCount = seconds.reduce((sum, second) => sum + second.acceptCount, 0);
    if (requestCount < LEAST_REQUESTS || Math.abs(now() - sentAt) >= PROBE_MS) return true;
    return random() >= Math.max(0, (requestCount - MULTIPLIER * acceptCount) / (requestCount + 1));
  };

  const forgetRefusals = (): void => {
    streak ??= { since: now(), neededMs: RECOVERY_MS * (1 + random()), count: 0 };
    streak.count += 1;
    if (streak.count < RECOVERY_TRIES || Math.abs(now() - streak.since) < streak.neededMs) return;
    for (const second of seconds) second.requestCount = second.acceptCount;
  };

  return {
    mayBeSent: () => {
      const second = thisSecond();
      const isSent = decide();
      if (isSent) sentAt = now();
      else second.requestCount += 1;
      return isSent;
    },
    accepted: () => {
      const second = thisSecond();
      second.requestCount += 1;
      second.acceptCount += 1;
      forgetRefusals();
    },
    refused: () => {
      streak = null;
      thisSecond().requestCount += 1;
    },
  };
}
