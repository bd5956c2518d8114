import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/** What axe objects to, short enough to read in a report. Its older way does without a second page, which it needs for frames alone; the console has none. */
export async function findViolations(page: Page, part = 'html'): Promise<object[]> {
  const axe = new AxeBuilder({ page })
    .include(part)
    .setLegacyMode()
    .options({ resultTypes: ['violations'] });
  const { violations } = await axe.analyze();
  return violations.map(({ id, help, nodes }) => ({
    id,
    help,
    at: nodes.map(({ target, failureSummary }) => `${target.join(' ')}: ${failureSummary}`),
  }));
}

/** The elements that make a page wider than its window; none where it is not. */
export async function findOverhanging(page: Page): Promise<string[]> {
  const overhang = await page.locator('html').evaluate((html) => html.scrollWidth - html.clientWidth);
  if (overhang <= 0) return [];
  return await page
    .locator('body *')
    .evaluateAll(
      (elements, width) =>
        elements
          .filter((element) => element.getBoundingClientRect().right > width)
          .map(
            (element) => `${element.tagName} "${element.textContent?.slice(0, 60)}" ${element.getAttribute('class')}`,
          ),
      page.viewportSize()?.width ?? 0,
    );
}

/** What a thumb must be able to hit; links inside a text are as small as their text. */
const TARGETS = 'button, summary, textarea, [role=tab], [role=combobox], input:not([aria-hidden=true])';
const THUMB_PX = 44;

/** Controls that are smaller than a thumb needs, with the label that belongs to them counted in. */
export async function findSmallTargets(page: Page, part = 'html'): Promise<string[]> {
  return await page
    .locator(part)
    .locator(TARGETS)
    .evaluateAll((elements, least) => {
      const seen = elements.filter((element) => element.checkVisibility({ visibilityProperty: true }));
      return seen.flatMap((element) => {
        const { width, height } = (element.closest('label') ?? element).getBoundingClientRect();
        if (Math.round(width) >= least && Math.round(height) >= least) return [];
        const name = element.getAttribute('aria-label') ?? element.textContent?.trim() ?? '';
        return [`${element.tagName} "${name.slice(0, 40)}" ${Math.round(width)}x${Math.round(height)}`];
      });
    }, THUMB_PX);
}
