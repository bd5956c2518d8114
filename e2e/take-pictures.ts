import path from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from './journey.ts';
import { openPlace, PLACES } from './places.ts';

const FOLDER = path.resolve(import.meta.dirname, '../docs/pictures');
const SHOWN = ['overview', 'use-cases', 'use-case', 'register', 'edit', 'job', 'capacity', 'grants'];
const SIZES = { desk: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } } as const;

for (const [device, viewport] of Object.entries(SIZES)) {
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const place of PLACES.filter(({ name }) => SHOWN.includes(name))) {
      test(`${place.name}, ${device}, ${colorScheme}`, async ({ page, stack, request }) => {
        await page.setViewportSize(viewport);
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        await openPlace(page, place, { stack, request });
        if (device === 'desk') await growToContent(page);
        await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme);
        const file = path.join(FOLDER, `${place.name}-${viewport.width}-${colorScheme}.png`);
        await page.screenshot({ path: file });
      });
    }
  }
}

/** A window as high as the page: what sticks to the window's edges is where it belongs. */
async function growToContent(page: Page): Promise<void> {
  const height = await page.locator('html').evaluate((html) => html.scrollHeight);
  await page.setViewportSize({ width: SIZES.desk.width, height: Math.max(height, SIZES.desk.height) });
}
