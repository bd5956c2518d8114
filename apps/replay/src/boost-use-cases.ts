import type { PlannedUseCase } from './plan-use-cases.ts';
import { ReplayError } from './replay-error.ts';

const SUGGESTED = 3;

/**
 * Invokes some use cases so many times as often as they were, minute by minute.
 * @throws ReplayError where the trace has no use case of a name
 */
export function boostUseCases(
  planned: readonly PlannedUseCase[],
  boosts: ReadonlyMap<string, number>,
): readonly PlannedUseCase[] {
  const names = new Set(planned.map(({ registration }) => registration.name));
  for (const name of boosts.keys()) if (!names.has(name)) throw unknown(name, planned);
  return planned.map((useCase) => {
    const factor = boosts.get(useCase.registration.name);
    if (factor === undefined) return useCase;
    const minuteCounts = useCase.traced.minuteCounts.map((count) => count * factor);
    return { ...useCase, traced: { ...useCase.traced, minuteCounts } };
  });
}

function unknown(name: string, planned: readonly PlannedUseCase[]): ReplayError {
  const busiest = planned
    .map(({ registration, traced }) => ({
      name: registration.name,
      count: traced.minuteCounts.reduce((sum, count) => sum + count, 0),
    }))
    .sort((a, b) => b.count - a.count)
    .slice(0, SUGGESTED);
  const names = busiest.map((useCase) => useCase.name).join(', ');
  return new ReplayError(`--boost: the trace has no use case ${name}. The busiest are ${names}.`);
}
