import { findOverhanging, findSmallTargets, findViolations } from './find-violations.ts';
import { expect, test } from './journey.ts';
import { openPlace, PLACES } from './places.ts';

const THEMES = ['light', 'dark'] as const;
const WIDTHS = { desk: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } } as const;
/** A desktop at 400 % zoom (WCAG 1.4.10). */
const NARROWEST = { width: 320, height: 640 };

for (const place of PLACES) {
  for (const [device, viewport] of Object.entries(WIDTHS)) {
    test(`${place.name} can be used by everybody on a ${device}, light and dark`, async ({ page, stack, request }) => {
      await page.setViewportSize(viewport);
      await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
      await openPlace(page, place, { stack, request });
      if (device === 'phone') expect(await findSmallTargets(page, place.part)).toEqual([]);
      for (const colorScheme of THEMES) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme);
        expect(await findViolations(page, place.part), colorScheme).toEqual([]);
      }
    });
  }

  test(`${place.name} needs no sideways scrolling at ${NARROWEST.width} px`, async ({ page, stack, request }) => {
    await page.setViewportSize(NARROWEST);
    await openPlace(page, place, { stack, request });
    await expect.poll(() => findOverhanging(page)).toEqual([]);
  });
}
