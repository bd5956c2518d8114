// The structure of ARCHITECTURE.md as errors. scripts/structure/structure.test.ts plants a violation of each rule.

const TEST = '[.]test[.]tsx?$';
const TEST_CODE = `${TEST}|/testing/|^packages/db/src/testing[.]ts$`;
const OURS = '^(?:apps|packages|bench|chaos|examples|scripts|e2e)/';
const ENGINE = '^packages/engine/src';
const ROUTER = '^apps/control-plane/src/router[.]ts$';

/** Where two roles of the engine may meet. */
const MEETING_PLACES = 'queue|registry|capacity|runtime';

/** What of the engine's work can be part of somebody else's: of their transaction, or of what they refuse. */
const MAY_BE_ASKED = [
  'submitter/submit-in-transaction',
  'commands/(?:ask|await)-[^/]+',
  'queue/(?:preview-operation|operations)',
  'alerts/judge-address',
];

/** What each part may import of ours, besides itself. */
const MAY_IMPORT = {
  'packages/domain': [],
  'packages/db': ['packages/domain'],
  'packages/engine': ['packages/db', 'packages/domain', 'packages/trace'],
  'packages/sdk': ['packages/domain'],
  'packages/trace': ['packages/domain'],
  'apps/control-plane': ['packages/engine', 'packages/db', 'packages/domain'],
  'apps/replay': ['packages/sdk', 'packages/trace', 'packages/domain', 'apps/control-plane'],
  'apps/web': ['packages/domain', 'apps/control-plane'],
  bench: ['packages/sdk', 'packages/engine', 'packages/db', 'packages/domain'],
  // It attacks the tier from outside: by processes, HTTP, and the store that it started.
  chaos: ['packages/db', 'packages/sdk', 'packages/trace', 'packages/domain'],
  examples: ['packages/sdk', 'packages/domain'],
  e2e: ['packages/db', 'packages/domain'],
  scripts: ['packages/db', 'packages/sdk', 'packages/domain'],
};

function importsDownOnly([part, allowed]) {
  return {
    name: `${part.replace('/', '-')}-imports-down`,
    comment: `${part} imports ${allowed.length === 0 ? 'nothing' : `only ${allowed.join(', ')}`} of ours: import down, never sideways, so that a part can be read and replaced alone.`,
    severity: 'error',
    from: { path: `^${part}/` },
    to: { path: OURS, pathNot: [part, ...allowed].map((folder) => `^${folder}/`) },
  };
}

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    ...Object.entries(MAY_IMPORT).map(importsDownOnly),
    {
      name: 'apps-meet-as-types',
      comment: 'An app sees another app as the type of its API only: nothing of the control plane runs in the console.',
      severity: 'error',
      from: { path: '^(apps/[^/]+)/', pathNot: '^apps/control-plane/' },
      to: { path: '^apps/control-plane/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'apps-meet-at-the-router',
      comment: 'The type of the API is router.ts; whatever else is needed on both sides is a word of the domain.',
      severity: 'error',
      from: { path: '^apps/', pathNot: '^apps/control-plane/' },
      to: { path: '^apps/control-plane/', pathNot: ROUTER },
    },
    {
      name: 'control-plane-reads-the-engine',
      comment:
        'The control plane writes desired state and reads reports; it hands over jobs, and what is to become of them, inside its own transaction, and runs none.',
      severity: 'error',
      from: { path: '^apps/control-plane/', pathNot: TEST_CODE },
      to: {
        path: `${ENGINE}/`,
        pathNot: [`${ENGINE}/reports/`, ...MAY_BE_ASKED.map((file) => `${ENGINE}/${file}[.]ts$`)],
      },
    },
    {
      name: 'domain-is-a-leaf',
      comment:
        'Every part, the browser included, loads the domain: it may use zod, the arithmetic of keys (hash, checksum) and that of cron expressions, no I/O and no other package.',
      severity: 'error',
      from: { path: '^packages/domain/', pathNot: TEST_CODE },
      to: { pathNot: ['^packages/domain/', '^node_modules/(?:zod|croner)/', '^(?:crypto|zlib)$'] },
    },
    {
      name: 'capacity-is-pure',
      comment:
        'Rules about capacity are functions of (policy, usage, now): the simulation runs the same code under a virtual clock.',
      severity: 'error',
      from: { path: `${ENGINE}/capacity/`, pathNot: TEST },
      to: { pathNot: [`${ENGINE}/capacity/`, '^packages/domain/'] },
    },
    {
      name: 'runtime-knows-no-role',
      comment: 'Clock, randomness, log and loops are below every role.',
      severity: 'error',
      from: { path: `${ENGINE}/runtime/`, pathNot: TEST },
      to: { path: `${ENGINE}/`, pathNot: `${ENGINE}/runtime/` },
    },
    {
      name: 'meeting-places-know-no-role',
      comment: 'What all roles may import imports no role back, or every role would reach every other through it.',
      severity: 'error',
      from: { path: `${ENGINE}/(queue|registry)/`, pathNot: TEST },
      to: { path: `${ENGINE}/`, pathNot: [`${ENGINE}/$1/`, `${ENGINE}/(?:capacity|runtime)/`] },
    },
    {
      name: 'roles-meet-in-the-queue',
      comment: 'Two roles that need each other are joined by start-engine.ts or composition/, which pass functions in.',
      severity: 'error',
      from: {
        path: `${ENGINE}/([^/]+)/`,
        pathNot: [TEST_CODE, `${ENGINE}/(?:composition|dispatcher|http|simulation|${MEETING_PLACES})/`],
      },
      to: { path: `${ENGINE}/`, pathNot: `${ENGINE}/(?:$1|${MEETING_PLACES})/` },
    },
    {
      name: 'dispatcher-knows-workers-as-types',
      comment: 'The dispatcher is written against what a worker pool takes and reports, and is given one.',
      severity: 'error',
      from: { path: `${ENGINE}/dispatcher/`, pathNot: TEST },
      to: {
        path: `${ENGINE}/`,
        pathNot: `${ENGINE}/(?:dispatcher|${MEETING_PLACES})/`,
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'dispatcher-knows-workers-only',
      comment: 'Tailers push to the dispatcher and the settler takes from it: it need not know that they exist.',
      severity: 'error',
      from: { path: `${ENGINE}/dispatcher/`, pathNot: TEST },
      to: { path: `${ENGINE}/`, pathNot: `${ENGINE}/(?:dispatcher|workers|${MEETING_PLACES})/` },
    },
    {
      name: 'http-is-the-submitters-door',
      comment: 'The HTTP edge translates for the submitter; what else it serves it is given as functions.',
      severity: 'error',
      from: { path: `${ENGINE}/http/`, pathNot: TEST },
      to: { path: `${ENGINE}/`, pathNot: `${ENGINE}/(?:http|submitter|${MEETING_PLACES})/` },
    },
    {
      name: 'only-main-starts',
      comment:
        'start-engine.ts and composition/ know everything, so nothing but main.ts, the simulation and tests may know them.',
      severity: 'error',
      from: {
        path: OURS,
        pathNot: [TEST_CODE, `${ENGINE}/(?:main|start-engine)[.]ts$`, `${ENGINE}/(?:composition|simulation)/`],
      },
      to: { path: `${ENGINE}/(?:main[.]ts|start-engine[.]ts|composition/)` },
    },
    {
      name: 'nothing-knows-the-simulation',
      comment: 'The simulation runs the very parts of the engine; if they knew of it, they could behave for it.',
      severity: 'error',
      from: { path: OURS, pathNot: `${ENGINE}/simulation/` },
      to: { path: `${ENGINE}/simulation/` },
    },
    {
      name: 'recorded-days-are-simulated',
      comment: 'The engine reads no recorded days; its simulation does.',
      severity: 'error',
      from: { path: `${ENGINE}/`, pathNot: `${ENGINE}/simulation/` },
      to: { path: '^packages/trace/' },
    },
    {
      name: 'statements-belong-to-a-role',
      comment: 'A statement is used by the role that keeps it, so that its plan can be changed there alone.',
      severity: 'error',
      from: { path: '^((?:apps|packages)/[^/]+/src/[^/]+)/', pathNot: TEST_CODE },
      to: { path: '/sql/', pathNot: ['^$1/sql/', 'node_modules'] },
    },
    {
      name: 'statements-import-nothing-but-words',
      comment: 'A file in sql/ is a statement and its parameters: no connection, no policy.',
      severity: 'error',
      from: { path: '^(?:apps|packages)/.+/sql/', pathNot: TEST },
      to: { pathNot: ['/sql/', '^packages/domain/'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-test-code-in-the-product',
      comment: 'Fixtures may be quick and dirty because nothing that ships uses them.',
      severity: 'error',
      from: { path: OURS, pathNot: [TEST_CODE, '^e2e/', '^scripts/test/'] },
      to: { path: TEST_CODE, pathNot: 'node_modules' },
    },
    {
      name: 'nothing-imports-a-test',
      comment: 'A test that another file imports runs twice, or not at all.',
      severity: 'error',
      from: {},
      to: { path: TEST },
    },
    {
      name: 'no-cycles',
      comment: 'Two files that need each other are one file, or three.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-barrels',
      comment:
        'Import from the file that defines it: a barrel hides where things live and loads more than is used. The one public entry is the SDK.',
      severity: 'error',
      from: { path: '/index[.]tsx?$', pathNot: '^packages/sdk/src/index[.]ts$' },
      to: {},
    },
    {
      name: 'no-orphans',
      comment:
        'A file that imports nothing and that nothing imports is dead. Handlers are loaded by name, configuration by its tool.',
      severity: 'error',
      from: {
        orphan: true,
        pathNot: [
          '[.]config[.](?:ts|mjs)$',
          '[.]d[.]ts$',
          '/handlers/',
          '^scripts/start/exit-with-launcher[.]mjs$',
          TEST,
        ],
      },
      to: {},
    },
    {
      name: 'everything-resolves',
      comment: 'An import that leads nowhere is a typing error, or a package that is not installed.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '/generated/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['(^|/)[.]next/', '/generated/'] },
    parser: 'swc',
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['types', 'import', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.d.ts', '.json'],
    },
  },
};
