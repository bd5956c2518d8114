import path from 'node:path';
import { ROOT } from '../env.ts';
import type { Check } from './check.ts';

const SECOND_MS = 1_000;
const REPORTS = path.join(ROOT, 'test-results');
const report = (name: string) => path.join(REPORTS, `${name}.json`);

/** Everything that has types needs the generated database client. */
const CLIENT = 'Database client';

/** Told from the text alone, in seconds. */
export const STATIC_CHECKS: readonly Check[] = [
  { name: CLIENT, command: 'turbo', args: ['run', 'generate'], isSetUp: true, after: [], limitMs: 60 * SECOND_MS },
  { name: 'Format', command: 'biome', args: ['format', '.'], after: [], limitMs: 60 * SECOND_MS },
  {
    name: 'Lint',
    command: 'biome',
    args: ['check', '--formatter-enabled=false', '--error-on-warnings', '.'],
    after: [],
    limitMs: 60 * SECOND_MS,
  },
  {
    name: 'Structure',
    command: 'depcruise',
    args: ['apps', 'packages', 'bench', 'chaos', 'scripts', 'examples', 'e2e'],
    after: [CLIENT],
    limitMs: 120 * SECOND_MS,
  },
  { name: 'Dead code', command: 'knip', args: ['--no-progress'], after: [CLIENT], limitMs: 120 * SECOND_MS },
  { name: 'Types', command: 'tsc', args: ['-p', '.'], after: [CLIENT], limitMs: 180 * SECOND_MS },
  { name: 'Types of the console', command: 'tsc', args: ['-p', 'apps/web'], after: [CLIENT], limitMs: 180 * SECOND_MS },
];

const STATIC_NAMES = STATIC_CHECKS.map(({ name }) => name);

function vitest(
  project: 'unit' | 'simulation' | 'integration' | 'store-faults',
  name: string,
): Pick<Check, 'name' | 'command' | 'args' | 'report'> {
  const file = report(project);
  const args = ['run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  return { name, command: 'vitest', args, report: { kind: 'vitest', file } };
}

/** So many files at once, whatever the machine has: tests that mostly wait for signals leave a core idle each. */
function atOnce<One extends Pick<Check, 'args'>>(count: number, check: One): One {
  return { ...check, args: [...check.args, `--maxWorkers=${count}`] };
}

const UNIT = 'Unit tests';
const SIMULATION = 'Simulation of faults';
const INTEGRATION = 'Integration tests';
const STORE_FAULTS = 'With store faults';
const BUILD = 'Console build';

/** Run on this machine. Those with time limits inside come when those that only compute are over. */
export const RUNNING_CHECKS: readonly Check[] = [
  { ...vitest('unit', UNIT), after: STATIC_NAMES, limitMs: 600 * SECOND_MS },
  {
    name: BUILD,
    command: 'turbo',
    args: ['run', 'build', '--output-logs=new-only'],
    isSetUp: true,
    after: STATIC_NAMES,
    limitMs: 600 * SECOND_MS,
  },
  { ...atOnce(2, vitest('simulation', SIMULATION)), after: [BUILD], limitMs: 960 * SECOND_MS },
  { ...atOnce(3, vitest('integration', INTEGRATION)), after: [UNIT, SIMULATION], limitMs: 1_500 * SECOND_MS },
  { ...vitest('store-faults', STORE_FAULTS), after: [UNIT, SIMULATION], limitMs: 900 * SECOND_MS },
  {
    name: 'Journeys in the browser',
    command: 'playwright',
    args: ['test', '--config=e2e/playwright.config.ts'],
    report: { kind: 'playwright', file: report('e2e') },
    after: [INTEGRATION, STORE_FAULTS],
    limitMs: 1_500 * SECOND_MS,
  },
];
