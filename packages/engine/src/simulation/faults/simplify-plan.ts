import type { Plan } from './plan.ts';

/** A way to make a plan smaller: a fault that does not happen, an actor that is not there. */
export type Simplification = string;

const PARTS = ['store', 'troubles', 'behaviour'] as const;
const RATES = [
  'ambush',
  'lostReplies',
  'lostWakes',
  'registryLagMs',
  'skewMs',
  'keyed',
  'dedupe',
  'ahead',
  'cancelCount',
  'moveCount',
] as const;
const ACTORS = ['engineCount', 'shardCount', 'slotCount', 'clientCount', 'requestsPerClient'] as const;

/** What can still be left out of a plan. */
export function listSimplifications(plan: Plan): Simplification[] {
  const parts = PARTS.flatMap((part) =>
    Object.entries(plan[part]).flatMap(([name, rate]) => (rate > 0 ? [`${part}.${name}`] : [])),
  );
  const rates = RATES.filter((name) => plan[name] > 0);
  const actors = ACTORS.filter((name) => plan[name] > 1).map((name) => `${name}=${plan[name] - 1}`);
  const useCases = plan.useCases.length > 1 ? [`useCases=${plan.useCases.length - 1}`] : [];
  return [...parts, ...rates, ...actors, ...useCases];
}

/** The plan without these. */
export function simplifyPlan(plan: Plan, simplifications: readonly Simplification[]): Plan {
  return simplifications.reduce(leaveOut, plan);
}

function leaveOut(plan: Plan, simplification: Simplification): Plan {
  const [name = '', count] = simplification.split('=');
  if (name === 'useCases') return { ...plan, useCases: plan.useCases.slice(0, Number(count)) };
  if (count !== undefined) return { ...plan, [name]: Number(count) };
  const [part = '', inPart] = name.split('.');
  if (inPart === undefined) return { ...plan, [part]: 0 };
  return { ...plan, [part]: { ...plan[part as (typeof PARTS)[number]], [inPart]: 0 } };
}
