import { availableParallelism } from 'node:os';
import path from 'node:path';
import { defineConfig, devices } from '@playwright/test';
import { findBrowser } from './stack/find-browser.ts';

const RESULTS = path.resolve(import.meta.dirname, '../test-results');
const { executablePath, env } = await findBrowser();

export default defineConfig({
  testDir: import.meta.dirname,
  globalSetup: './stack/global-setup.ts',
  fullyParallel: true,
  forbidOnly: true,
  // A journey that passes at a second try hides a fault of ours.
  retries: 0,
  workers: availableParallelism(),
  // Long enough for a machine that is busy with other things; a journey takes seconds.
  timeout: 120_000,
  expect: { timeout: 15_000 },
  outputDir: path.join(RESULTS, 'e2e'),
  reporter: [['list'], ['json', { outputFile: path.join(RESULTS, 'e2e.json') }]],
  use: {
    ...devices['Desktop Chrome'],
    viewport: { width: 1280, height: 800 },
    // A recording takes a fifth of the time of all journeys: `--trace=retain-on-failure` makes one.
    trace: 'off',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath,
      // Root has no user namespace to put the browser's own sandbox in; it visits our pages only.
      args: ['--no-sandbox', '--disable-dev-shm-usage'],
      env: { ...(process.env as Record<string, string>), ...env },
    },
  },
});
