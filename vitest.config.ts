import { defineConfig } from 'vitest/config';
import { LongestFirst } from './scripts/test/longest-first.ts';

/** The path of a job from end to end: it must hold as well where one call to the store in five fails. */
const WHOLE_PATH = ['first-job', 'mega-jobs', 'poison', 'crash'];

/** Of each of four faults, and the seed; a run that failed is repeated by giving it again. */
const storeFaults = process.env.LEEWAY_TEST_STORE_FAULTS || `0.05:${Date.now() % 1_000_000}`;

/** What is ours; the rest (built output, dependencies) is left alone. */
const roots = '{packages,apps,bench,chaos,scripts,examples}';

/** What is asked for again and again until it is so: on a busy machine, and where calls fail, that takes its time. */
const patience = { poll: { timeout: 10_000 } };

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: 'unit',
          include: [`${roots}/**/*.test.ts`],
          exclude: ['**/*.db.test.ts', '**/*.sim.test.ts', '**/node_modules/**', '**/.next/**'],
          // Properties over many cases, on a machine that does other things as well.
          expect: patience,
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'simulation',
          include: [`${roots}/**/*.sim.test.ts`],
          exclude: ['**/node_modules/**'],
        },
      },
      {
        test: {
          name: 'integration',
          include: [`${roots}/**/*.db.test.ts`],
          exclude: ['**/node_modules/**', '**/.next/**'],
          globalSetup: ['packages/db/src/testing/global-setup.ts'],
          env: { LEEWAY_ALLOW_UNSAFE_STORE: '1' },
          expect: patience,
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'store-faults',
          include: WHOLE_PATH.map((name) => `packages/engine/src/${name}.db.test.ts`),
          globalSetup: ['packages/db/src/testing/global-setup.ts'],
          env: { LEEWAY_ALLOW_UNSAFE_STORE: '1', LEEWAY_TEST_STORE_FAULTS: storeFaults },
          expect: patience,
          testTimeout: 90_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
