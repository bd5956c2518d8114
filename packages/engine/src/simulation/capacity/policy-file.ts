import { readFile } from 'node:fs/promises';
import { GrantAmounts } from '@leeway/domain/burst-grant';
import { Criticality } from '@leeway/domain/criticality';
import { DownstreamRegistration } from '@leeway/domain/downstream';
import { CriticalityFloor } from '@leeway/domain/incident-mode';
import { LIMITS } from '@leeway/domain/limits';
import { QuotaKind } from '@leeway/domain/quota-kind';
import { z } from 'zod';
import type { UseCaseEntry } from '../../registry/entries.ts';
import { SimulationError } from './simulation-error.ts';
import type { SimulationPlan } from './simulation-plan.ts';

const MINUTE_MS = 60_000;

/** `10:30` of the simulated day; ms since its beginning come out. */
const TimeOfDay = z
  .string()
  .regex(/^\d{1,3}:[0-5]\d$/, 'A time such as 10:30')
  .transform((text) => {
    const [hours = 0, minutes = 0] = text.split(':').map(Number);
    return (hours * 60 + minutes) * MINUTE_MS;
  });

const within = ({ min, max }: { readonly min: number; readonly max: number }) => z.int().min(min).max(max);

/** What is changed of the use cases whose name matches; `*` stands for anything. */
const Rule = z.strictObject({
  match: z.string().min(1),
  delayToleranceMs: within(LIMITS.delayToleranceMs).optional(),
  criticality: Criticality.optional(),
  quotaKind: QuotaKind.optional(),
  cpuQuotaMsPerSecond: within(LIMITS.cpuQuotaMsPerSecond).nullable().optional(),
  concurrencyLimit: within(LIMITS.concurrency).nullable().optional(),
  fairWeight: within(LIMITS.fairWeight).optional(),
  maxAttempts: within(LIMITS.maxAttempts).optional(),
  memoryLimitMb: within(LIMITS.memoryLimitMb).optional(),
  downstreams: z.array(DownstreamRegistration.shape.name).max(LIMITS.downstreamsPerUseCase).optional(),
});

const Downstream = z.strictObject({
  name: DownstreamRegistration.shape.name,
  overloadThreshold: z.int().min(1).max(LIMITS.overloadThreshold).default(10),
  maxPerSecond: within(LIMITS.ratePerSecond).nullable().default(null),
  carriesPerSecond: z.number().positive().nullable().default(null),
  outages: z.array(z.strictObject({ from: TimeOfDay, to: TimeOfDay })).default([]),
});

const PolicyFile = z.strictObject({
  useCases: z.array(Rule).default([]),
  downstreams: z.array(Downstream).default([]),
  grants: z
    .array(z.strictObject({ useCase: z.string().min(1), amounts: GrantAmounts, from: TimeOfDay, to: TimeOfDay }))
    .default([]),
  incidentModes: z
    .array(z.strictObject({ criticalityFloor: CriticalityFloor, from: TimeOfDay, to: TimeOfDay }))
    .default([]),
});
export type PolicyFile = z.infer<typeof PolicyFile>;

/** @throws SimulationError naming the field and what is wrong with it */
export async function readPolicyFile(file: string): Promise<PolicyFile> {
  const text = await readFile(file, 'utf8').catch((cause: Error) => {
    throw new SimulationError(`--policy: ${file} cannot be read (${cause.message}).`);
  });
  return parsePolicy(text, file);
}

export function parsePolicy(text: string, file: string): PolicyFile {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (cause) {
    throw new SimulationError(`${file} is no JSON: ${cause instanceof Error ? cause.message : cause}`);
  }
  const parsed = PolicyFile.safeParse(content);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'the file'}: ${message}`);
  throw new SimulationError(`${file}: ${faults.join('; ')}`);
}

/** The plan with policies, downstreams, grants and incident modes of the file; of several rules that match the last one holds. */
export function applyPolicy(plan: SimulationPlan, policy: PolicyFile): SimulationPlan {
  const known = new Set(policy.downstreams.map(({ name }) => name));
  const useCases = plan.useCases.map((useCase) => ({ ...useCase, entry: withRules(useCase.entry, policy, known) }));
  const numbers = new Map(useCases.map(({ entry }) => [entry.name, entry.no]));
  return {
    ...plan,
    useCases,
    downstreams: policy.downstreams.map(({ name, overloadThreshold, maxPerSecond, carriesPerSecond, outages }) => ({
      entry: { id: name, name, overloadThreshold, maxPerSecond },
      outages: outages.map(({ from, to }) => ({ fromMs: from, toMs: to })),
      carriesPerSecond,
    })),
    grants: policy.grants.map(({ useCase, amounts, from, to }, index) => {
      const useCaseNo = numbers.get(useCase);
      if (useCaseNo === undefined)
        throw new SimulationError(`grants.${index}.useCase: there is no use case ${useCase}.`);
      return { id: `grant_${index}`, useCaseNo, amounts, startsAt: from, endsAt: to };
    }),
    incidentModes: policy.incidentModes.map(({ criticalityFloor, from, to }, index) => ({
      ...{ id: `incident_${index}`, criticalityFloor, startedAt: from, endsAt: to },
    })),
  };
}

function withRules(entry: UseCaseEntry, { useCases }: PolicyFile, known: ReadonlySet<string>): UseCaseEntry {
  let changed = entry;
  for (const { match, downstreams, ...fields } of useCases) {
    if (!matches(match, entry.name)) continue;
    const unknown = downstreams?.find((name) => !known.has(name));
    if (unknown !== undefined) throw new SimulationError(`useCases, ${match}: there is no downstream ${unknown}.`);
    const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
    changed = { ...changed, ...given, downstreamIds: downstreams ?? changed.downstreamIds };
  }
  return changed;
}

function matches(pattern: string, name: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(name);
}
