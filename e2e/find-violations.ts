import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/** What axe objects to, short enough to read in a report. */
export async function findViolations(page: Page, part = 'html'): Promise<object[]> {
  const { violations } = await new AxeBuilder({ page }).include(part).analyze();
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
