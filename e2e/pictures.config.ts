import { defineConfig } from '@playwright/test';
import journeys from './playwright.config.ts';

/** `npm run pictures`: writes `docs/pictures` from a demo that has run for a quarter of an hour, or from a running Leeway. */
export default defineConfig({
  ...journeys,
  testMatch: 'take-pictures.ts',
  globalSetup: './stack/set-up-pictures.ts',
  reporter: 'list',
});
