import { defineConfig } from 'vitest/config';

/** What is ours; the rest (built output, dependencies) is left alone. */
const roots = '{packages,apps,bench,chaos,scripts,examples}';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: [`${roots}/**/*.test.ts`],
          exclude: ['**/*.db.test.ts', '**/*.sim.test.ts', '**/node_modules/**', '**/.next/**'],
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
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
