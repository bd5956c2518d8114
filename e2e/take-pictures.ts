import path from 'node:path';
import { expect, test } from './journey.ts';
import { openPlace, PLACES } from './places.ts';

const FOLDER = path.resolve(import.meta.dirname, '../docs/pictures');
const SHOWN = ['overview', 'use-cases', 'use-case', 'register', 'edit', 'job', 'keys', 'sign-in'];
const SIZES = { desk: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } } as const;

for (const [device, viewport] of Object.entries(SIZES)) {
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const place of PLACES.filter(({ name }) => SHOWN.includes(name))) {
      test(`${place.name}, ${device}, ${colorScheme}`, async ({ page, stack, request }) => {
        await page.setViewportSize(viewport);
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        await openPlace(page, place, { stack, request });
        await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme);
        const file = path.join(FOLDER, `${place.name}-${viewport.width}-${colorScheme}.png`);
        // On a phone the navigation keeps to the lower edge of the window.
        await page.screenshot({ path: file, fullPage: device === 'desk' });
      });
    }
  }
}
