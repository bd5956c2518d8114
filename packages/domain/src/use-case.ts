import { z } from 'zod';
import { Criticality } from './criticality.ts';
import { LIMITS, USE_CASE_DEFAULTS } from './limits.ts';
import { lengthMs, wholeNumber } from './number-field.ts';
import { QuotaKind } from './quota-kind.ts';
import { Runtime } from './runtime.ts';

/** `send-receipt`, `nightly.rollup_2`: lower case, starts with a letter or digit; it is part of URLs. */
export const UseCaseName = z
  .string()
  .min(1, 'Give the use case a name')
  .max(LIMITS.nameLength, `At most ${LIMITS.nameLength} characters`)
  .regex(
    /^[a-z0-9][a-z0-9._-]*$/,
    'Lower-case letters, digits, dots, dashes and underscores; starts with a letter or digit',
  )
  .refine((name) => name !== 'new', 'The name "new" is taken by the console');

/** File name of the handler module without its ending, relative to the handler folder. */
export const HandlerName = z
  .string()
  .min(1, 'Name the handler module')
  .max(LIMITS.nameLength, `At most ${LIMITS.nameLength} characters`)
  .regex(/^[a-z0-9][a-z0-9_-]*$/, 'Lower-case letters, digits, dashes and underscores, without a file ending');

/** Text without control characters other than line breaks and tabs. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to refuse
const CONTROL_CHARACTERS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;
export const plainText = (max: number) =>
  z
    .string()
    .max(max, `At most ${max} characters`)
    .refine(
      (text) => !CONTROL_CHARACTERS.test(text) && text.isWellFormed(),
      'Contains characters that cannot be stored',
    );

/** The part of a use case that its owner can change. Durations in ms, memory in MiB. */
export const UseCasePolicy = z.strictObject({
  description: plainText(LIMITS.descriptionLength).default(''),
  /** Settled at registration: a change must name the one that is there. */
  runtime: Runtime.default(USE_CASE_DEFAULTS.runtime),
  /** Null for a remote use case, which has none. */
  handler: HandlerName.nullable().default(null),
  criticality: Criticality.default(USE_CASE_DEFAULTS.criticality),
  delayToleranceMs: lengthMs(LIMITS.delayToleranceMs),
  maxAttempts: wholeNumber(LIMITS.maxAttempts, 'attempts').default(USE_CASE_DEFAULTS.maxAttempts),
  backoffBaseMs: lengthMs(LIMITS.backoffBaseMs).default(USE_CASE_DEFAULTS.backoffBaseMs),
  backoffCapMs: lengthMs(LIMITS.backoffCapMs).default(USE_CASE_DEFAULTS.backoffCapMs),
  timeoutMs: lengthMs(LIMITS.timeoutMs).default(USE_CASE_DEFAULTS.timeoutMs),
  memoryLimitMb: wholeNumber(LIMITS.memoryLimitMb, 'MiB').default(USE_CASE_DEFAULTS.memoryLimitMb),
  megaJobMaxCount: wholeNumber(LIMITS.megaJobMaxCount, 'jobs').default(USE_CASE_DEFAULTS.megaJobMaxCount),
  megaJobMaxKb: wholeNumber(LIMITS.megaJobMaxKb, 'KiB').default(USE_CASE_DEFAULTS.megaJobMaxKb),
  megaJobMaxWaitMs: lengthMs(LIMITS.megaJobMaxWaitMs).default(USE_CASE_DEFAULTS.megaJobMaxWaitMs),
  quotaKind: QuotaKind.default(USE_CASE_DEFAULTS.quotaKind),
  /** Null, here and below: no limit. */
  cpuQuotaMsPerSecond: wholeNumber(LIMITS.cpuQuotaMsPerSecond, 'CPU ms per second').nullable().default(null),
  /** On submission; set together with the burst. */
  rateLimitPerSecond: wholeNumber(LIMITS.ratePerSecond, 'jobs per second').nullable().default(null),
  rateLimitBurst: wholeNumber(LIMITS.rateBurst, 'jobs').nullable().default(null),
  /** Jobs that run at once. */
  concurrencyLimit: wholeNumber(LIMITS.concurrency, 'jobs').nullable().default(null),
  /** Of these with one concurrency key. */
  concurrencyKeyLimit: wholeNumber(LIMITS.concurrency, 'jobs').nullable().default(null),
  fairWeight: wholeNumber(LIMITS.fairWeight, 'parts').default(USE_CASE_DEFAULTS.fairWeight),
  /** Names of the downstreams that its handler calls. */
  downstreams: z
    .array(z.string().min(1))
    .max(LIMITS.downstreamsPerUseCase, `At most ${LIMITS.downstreamsPerUseCase} downstreams`)
    .refine((names) => new Set(names).size === names.length, 'Names a downstream twice')
    .default([]),
});
export type UseCasePolicy = z.infer<typeof UseCasePolicy>;

function capReachesBase(policy: { backoffBaseMs: number; backoffCapMs: number }): boolean {
  return policy.backoffCapMs >= policy.backoffBaseMs;
}
const CAP_RULE = { path: ['backoffCapMs'], message: 'The longest backoff must not be below the first' };

/** What the rule about handlers reads; it is judged beside the faults of other fields, so that a form shows all at once. */
const HandlerChoice = z.object({ runtime: UseCasePolicy.shape.runtime, handler: UseCasePolicy.shape.handler });
const handlerRule = (message: string) => ({
  path: ['handler'],
  message,
  when: ({ value }: { value: unknown }) => HandlerChoice.safeParse(value).success,
});
const HANDLER_NEEDED = handlerRule('Choose the handler module that runs each job');
const HANDLER_UNKNOWN = handlerRule('A remote use case is run by your own programs: leave the handler out');

const SINGLE_JOBS = {
  path: ['megaJobMaxCount'],
  message: 'Jobs of a remote use case are leased one by one: 1 is the only choice',
};

const KeyLimit = z.object({
  runtime: UseCasePolicy.shape.runtime,
  concurrencyKeyLimit: UseCasePolicy.shape.concurrencyKeyLimit,
});
const KEYS_ARE_OURS = {
  path: ['concurrencyKeyLimit'],
  message: 'Programs lease the jobs of a remote use case from any engine, and none of them counts alone: leave it out',
  when: ({ value }: { value: unknown }) => KeyLimit.safeParse(value).success,
};

function hasNoKeyLimitIfRemote({ runtime, concurrencyKeyLimit }: z.infer<typeof KeyLimit>): boolean {
  return runtime !== 'remote' || concurrencyKeyLimit === null;
}

function isSingleIfRemote({ runtime, megaJobMaxCount }: { runtime: Runtime; megaJobMaxCount: number }): boolean {
  return runtime !== 'remote' || megaJobMaxCount === 1;
}

function hasHandlerIfNeeded({ runtime, handler }: z.infer<typeof HandlerChoice>): boolean {
  return runtime !== 'process' || handler !== null;
}

function hasNoHandlerIfRemote({ runtime, handler }: z.infer<typeof HandlerChoice>): boolean {
  return runtime !== 'remote' || handler === null;
}

/** A rate without a burst, or the other way round, says nothing. */
const RateLimit = z.object({
  rateLimitPerSecond: UseCasePolicy.shape.rateLimitPerSecond,
  rateLimitBurst: UseCasePolicy.shape.rateLimitBurst,
});
const WHOLE_RATE = {
  path: ['rateLimitBurst'],
  message: 'Set the rate and the burst together, or neither',
  when: ({ value }: { value: unknown }) => RateLimit.safeParse(value).success,
};

function hasWholeRate({ rateLimitPerSecond, rateLimitBurst }: z.infer<typeof RateLimit>): boolean {
  return (rateLimitPerSecond === null) === (rateLimitBurst === null);
}

export const UseCaseRegistration = UseCasePolicy.extend({
  name: UseCaseName,
  /** Name of the owning team. */
  team: z.string().min(1, 'Choose the team that owns the use case'),
})
  .refine(capReachesBase, CAP_RULE)
  .refine(hasHandlerIfNeeded, HANDLER_NEEDED)
  .refine(hasNoHandlerIfRemote, HANDLER_UNKNOWN)
  .refine(isSingleIfRemote, SINGLE_JOBS)
  .refine(hasNoKeyLimitIfRemote, KEYS_ARE_OURS)
  .refine(hasWholeRate, WHOLE_RATE);
export type UseCaseRegistration = z.infer<typeof UseCaseRegistration>;

/** A change carries the version it was made against, so that two people cannot overwrite each other. */
export const UseCaseChange = UseCasePolicy.extend({
  name: UseCaseName,
  version: z.int(),
  reason: plainText(LIMITS.reasonLength).default(''),
})
  .refine(capReachesBase, CAP_RULE)
  .refine(hasHandlerIfNeeded, HANDLER_NEEDED)
  .refine(hasNoHandlerIfRemote, HANDLER_UNKNOWN)
  .refine(isSingleIfRemote, SINGLE_JOBS)
  .refine(hasNoKeyLimitIfRemote, KEYS_ARE_OURS)
  .refine(hasWholeRate, WHOLE_RATE);
export type UseCaseChange = z.infer<typeof UseCaseChange>;

/** Nothing of a paused use case starts; what is submitted waits. */
export const UseCasePause = z
  .strictObject({
    name: UseCaseName,
    isPaused: z.boolean(),
    reason: plainText(LIMITS.reasonLength).default(''),
  })
  .refine(({ isPaused, reason }) => !isPaused || reason !== '', { path: ['reason'], message: 'Say why it is paused' });
export type UseCasePause = z.infer<typeof UseCasePause>;
