import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '@leeway/domain/units';
import { UseCaseRegistration } from '@leeway/domain/use-case';

export const DEMO_TEAMS = ['payments', 'growth', 'data'] as const;

/** One of each kind: urgent and patient, cheap and heavy, sure and shaky, at once and ahead of time. */
export const DEMO_USE_CASES: readonly UseCaseRegistration[] = [
  {
    name: 'send-receipt',
    team: 'payments',
    handler: 'send-receipt',
    description: 'Renders and signs the receipt of an order. The customer looks for it within half a minute.',
    criticality: 'critical',
    delayToleranceMs: 30 * SECOND_MS,
  },
  {
    name: 'settle-payout',
    team: 'payments',
    handler: 'settle-payout',
    description:
      'Pays out a merchant. The bank sometimes does not answer; then it is tried again, more and more patiently.',
    criticality: 'high',
    delayToleranceMs: 15 * MINUTE_MS,
    maxAttempts: 4,
    backoffBaseMs: 2 * SECOND_MS,
    backoffCapMs: MINUTE_MS,
  },
  {
    name: 'welcome-email',
    team: 'growth',
    handler: 'welcome-email',
    description: 'Greets a new member some minutes after the sign-up: submitted ahead, held until then.',
    delayToleranceMs: HOUR_MS,
  },
  {
    name: 'update-audience',
    team: 'growth',
    handler: 'update-audience',
    description: 'Recounts how two audiences overlap.',
    delayToleranceMs: 10 * MINUTE_MS,
  },
  {
    name: 'push-campaign',
    team: 'growth',
    handler: 'push-campaign',
    description: 'Sends one page of a campaign. Comes in waves, and may take hours to start.',
    criticality: 'low',
    delayToleranceMs: 4 * HOUR_MS,
  },
  {
    name: 'refresh-search-index',
    team: 'data',
    handler: 'refresh-search-index',
    description: 'Puts a changed document into the search index. Readers notice after five seconds.',
    criticality: 'high',
    delayToleranceMs: 5 * SECOND_MS,
  },
  {
    name: 'resize-image',
    team: 'data',
    handler: 'resize-image',
    description: 'Makes the small picture of an upload.',
    delayToleranceMs: 2 * MINUTE_MS,
  },
  {
    name: 'nightly-rollup',
    team: 'data',
    handler: 'nightly-rollup',
    description: 'Sums up a day of readings. Heavy, and content with any time within 24 hours.',
    criticality: 'low',
    delayToleranceMs: DAY_MS,
    timeoutMs: 5 * MINUTE_MS,
  },
].map((registration) => UseCaseRegistration.parse(registration));
