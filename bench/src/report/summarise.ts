import { median } from '../measure/quantile.ts';
import { CASES, type CaseName, type Measurement, type SystemName } from '../words.ts';
import { relate } from './relate.ts';
import type { Result } from './result.ts';

/** What one run measured. */
export interface RunResult {
  readonly case: CaseName;
  readonly system: SystemName;
  readonly measurement: Measurement;
}

/** Case by case, in each the ratios last; the case `raw` repeats what the system `raw` reached in the others. */
export function summarise(runs: readonly RunResult[]): Result[] {
  const groups = new Map<string, RunResult[]>();
  for (const run of runs) {
    const id = [run.case, run.measurement.metric, run.system].join('\n');
    groups.set(id, [...(groups.get(id) ?? []), run]);
  }
  const results = [...groups.values()].flatMap((group) => toResult(group) ?? []);
  const limits = results.filter((result) => result.system === 'raw');
  const raw = limits.map((limit): Result => ({ ...limit, case: 'raw', metric: limit.case }));
  return [...results, ...relate(results), ...raw].sort((a, b) => CASES.indexOf(a.case) - CASES.indexOf(b.case));
}

function toResult(group: readonly RunResult[]): Result | null {
  const [first] = group;
  if (first === undefined) return null;
  const rounds = group.map((run) => round(run.measurement.value));
  return {
    case: first.case,
    system: first.system,
    metric: first.measurement.metric,
    value: round(median(rounds)),
    unit: first.measurement.unit,
    min: Math.min(...rounds),
    max: Math.max(...rounds),
    rounds,
  };
}

/** Three digits below a hundred, none above. */
function round(value: number): number {
  return value >= 100 ? Math.round(value) : Math.round(value * 1_000) / 1_000;
}
