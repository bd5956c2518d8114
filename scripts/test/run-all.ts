import type { Check, CheckResult } from './check.ts';

export interface Run {
  readonly checks: readonly Check[];
  /** How many run side by side. */
  readonly width: number;
  readonly runOne: (check: Check) => Promise<CheckResult>;
}

/** Runs each check once those it comes after have ended, whatever their outcome, so that one run shows all that is wrong. */
export async function runAll({ checks, width, runOne }: Run): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  const running = new Map<string, Promise<void>>();
  const waiting = [...checks];
  const hasEnded = (name: string) =>
    results.some((result) => result.name === name) || checks.every((check) => check.name !== name);
  while (waiting.length > 0 || running.size > 0) {
    const next = running.size < width ? waiting.findIndex(({ after }) => after.every(hasEnded)) : -1;
    const [check] = next === -1 ? [] : waiting.splice(next, 1);
    if (check === undefined) {
      if (running.size === 0) throw new Error(`These checks wait for each other: ${waiting.map(({ name }) => name)}`);
      await Promise.race(running.values());
      continue;
    }
    const done = runOne(check).then((result) => {
      results.push(result);
      running.delete(check.name);
    });
    running.set(check.name, done);
  }
  return results;
}
