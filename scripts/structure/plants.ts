/** One violation of each rule of `.dependency-cruiser.mjs`: the importing file, what it says, and what it may not reach. */
export interface Plant {
  readonly rule: string;
  readonly from: string;
  readonly code: string;
  /** As the tool reports it; the file itself where a rule speaks of one file. */
  readonly to: string;
}

const ENGINE = 'packages/engine/src';

/** What the planted imports reach. */
export const GROUND: readonly string[] = [
  'packages/domain/src/word.ts',
  'packages/db/src/pool.ts',
  'packages/db/src/testing.ts',
  'packages/sdk/src/index.ts',
  'packages/trace/src/read.ts',
  'apps/control-plane/src/router.ts',
  'apps/control-plane/src/team/create-team.ts',
  'apps/control-plane/src/team/sql/find-team.ts',
  'apps/web/lib/thing.ts',
  'scripts/env.ts',
  `${ENGINE}/start-engine.ts`,
  `${ENGINE}/accounting/fold.ts`,
  `${ENGINE}/capacity/backoff.ts`,
  `${ENGINE}/dispatcher/dispatcher.ts`,
  `${ENGINE}/queue/lease.ts`,
  `${ENGINE}/reports/report.ts`,
  `${ENGINE}/runtime/clock.ts`,
  `${ENGINE}/simulation/virtual-time.ts`,
  `${ENGINE}/submitter/submit.ts`,
  `${ENGINE}/submitter/sql/find-target.ts`,
  `${ENGINE}/submitter/submit-in-transaction.ts`,
  `${ENGINE}/tailers/tailer.ts`,
  `${ENGINE}/workers/pool.ts`,
  `${ENGINE}/workers/pool.test.ts`,
];

/** The importing file gets a name of its own, so that a report tells which plant it means. */
function plant(rule: string, folder: string, to: string, isType = false): Plant {
  const from = `${folder}/plant-${rule}.ts`;
  const way = `${'../'.repeat(folder.split('/').length)}${to}`;
  return {
    rule,
    from,
    to,
    code: `import ${isType ? 'type ' : ''}{ x } from '${way}';\nexport const y${isType ? ': x' : ''} = ${isType ? '1' : 'x'};\n`,
  };
}

export const PLANTS: readonly Plant[] = [
  plant('packages-domain-imports-down', 'packages/domain/src', 'packages/db/src/pool.ts'),
  plant('packages-db-imports-down', 'packages/db/src', `${ENGINE}/queue/lease.ts`),
  plant('packages-engine-imports-down', `${ENGINE}/queue`, 'apps/control-plane/src/router.ts', true),
  plant('recorded-days-are-simulated', `${ENGINE}/queue`, 'packages/trace/src/read.ts'),
  plant('packages-sdk-imports-down', 'packages/sdk/src', 'packages/db/src/pool.ts', true),
  plant('packages-trace-imports-down', 'packages/trace/src', 'packages/sdk/src/index.ts'),
  plant('apps-control-plane-imports-down', 'apps/control-plane/src/team', 'apps/web/lib/thing.ts', true),
  plant('apps-replay-imports-down', 'apps/replay/src', 'packages/db/src/pool.ts'),
  plant('apps-web-imports-down', 'apps/web/features', `${ENGINE}/reports/report.ts`, true),
  plant('bench-imports-down', 'bench/src', 'apps/control-plane/src/router.ts', true),
  plant('chaos-imports-down', 'chaos/src', `${ENGINE}/queue/lease.ts`),
  plant('examples-imports-down', 'examples/handlers', 'packages/db/src/pool.ts'),
  plant('e2e-imports-down', 'e2e', `${ENGINE}/queue/lease.ts`),
  plant('scripts-imports-down', 'scripts', 'apps/control-plane/src/router.ts'),
  plant('apps-meet-as-types', 'apps/web/lib', 'apps/control-plane/src/router.ts'),
  plant('apps-meet-at-the-router', 'apps/replay/src', 'apps/control-plane/src/team/create-team.ts', true),
  plant('control-plane-reads-the-engine', 'apps/control-plane/src/team', `${ENGINE}/queue/lease.ts`),
  plant('capacity-is-pure', `${ENGINE}/capacity`, `${ENGINE}/queue/lease.ts`, true),
  plant('runtime-knows-no-role', `${ENGINE}/runtime`, `${ENGINE}/queue/lease.ts`, true),
  plant('meeting-places-know-no-role', `${ENGINE}/queue`, `${ENGINE}/accounting/fold.ts`, true),
  plant('roles-meet-in-the-queue', `${ENGINE}/tailers`, `${ENGINE}/dispatcher/dispatcher.ts`, true),
  plant('dispatcher-knows-workers-as-types', `${ENGINE}/dispatcher`, `${ENGINE}/workers/pool.ts`),
  plant('dispatcher-knows-workers-only', `${ENGINE}/dispatcher`, `${ENGINE}/tailers/tailer.ts`, true),
  plant('http-is-the-submitters-door', `${ENGINE}/http`, `${ENGINE}/reports/report.ts`, true),
  plant('only-main-starts', `${ENGINE}/workers`, `${ENGINE}/start-engine.ts`),
  plant('nothing-knows-the-simulation', `${ENGINE}/composition`, `${ENGINE}/simulation/virtual-time.ts`),
  plant('statements-belong-to-a-role', `${ENGINE}/accounting`, `${ENGINE}/submitter/sql/find-target.ts`),
  plant('statements-import-nothing-but-words', `${ENGINE}/submitter/sql`, `${ENGINE}/submitter/submit.ts`),
  plant('no-test-code-in-the-product', 'apps/control-plane/src/team', 'packages/db/src/testing.ts'),
  plant('nothing-imports-a-test', `${ENGINE}/workers`, `${ENGINE}/workers/pool.test.ts`),
  {
    rule: 'domain-is-a-leaf',
    from: 'packages/domain/src/plant-domain-is-a-leaf.ts',
    code: `import { readFileSync } from 'node:fs';\nexport const y = readFileSync;\n`,
    to: 'fs',
  },
  {
    rule: 'no-cycles',
    from: 'packages/trace/src/line.ts',
    code: `import type { Trace } from './read.ts';\nexport type Line = Trace | 1;\n`,
    to: 'packages/trace/src/read.ts',
  },
  {
    rule: 'no-barrels',
    from: 'packages/domain/src/index.ts',
    code: `export * from './word.ts';\n`,
    to: 'packages/domain/src/word.ts',
  },
  {
    rule: 'no-orphans',
    from: 'packages/domain/src/plant-no-orphans.ts',
    code: 'export const forgotten = 1;\n',
    to: 'packages/domain/src/plant-no-orphans.ts',
  },
  {
    rule: 'everything-resolves',
    from: 'packages/trace/src/plant-everything-resolves.ts',
    code: `import { x } from './nowhere.ts';\nexport const y = x;\n`,
    to: './nowhere.ts',
  },
];

/** What the rules leave free, so that none of them is true by forbidding everything. */
export const ALLOWED: readonly Plant[] = [
  plant('apps-meet-as-types', 'apps/web/app', 'apps/control-plane/src/router.ts', true),
  plant('control-plane-reads-the-engine', 'apps/control-plane/src/tier', `${ENGINE}/reports/report.ts`),
  plant('roles-meet-in-the-queue', `${ENGINE}/workers`, `${ENGINE}/queue/lease.ts`),
  plant('dispatcher-knows-workers-as-types', `${ENGINE}/dispatcher/types`, `${ENGINE}/workers/pool.ts`, true),
  plant('http-is-the-submitters-door', `${ENGINE}/http/door`, `${ENGINE}/submitter/submit.ts`),
  plant('only-main-starts', `${ENGINE}/composition`, `${ENGINE}/workers/pool.ts`),
  plant('statements-belong-to-a-role', `${ENGINE}/submitter`, `${ENGINE}/submitter/sql/find-target.ts`),
  plant('capacity-is-pure', `${ENGINE}/capacity/rules`, 'packages/domain/src/word.ts'),
];
