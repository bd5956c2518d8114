import AxeBuilder from '@axe-core/playwright';
import { expect, test } from './journey.ts';

const PAGES = ['/', '/use-cases', '/use-cases/send-receipt', '/use-cases/new', '/keys'];

for (const colorScheme of ['light', 'dark'] as const) {
  for (const address of PAGES) {
    test(`${address} can be used by everybody, ${colorScheme}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.goto(address);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await expect(page.locator('[aria-busy=true]')).toHaveCount(0);
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => ({ id, targets: nodes.map(({ target }) => target.join(' ')) }))).toEqual(
        [],
      );
    });
  }
}
