import type { Page } from '@playwright/test';
import { findOverhanging } from './find-violations.ts';
import { expect, test } from './journey.ts';

/** As long as a name may be, without a place to break it at. */
const NAME = `a-long-name.${'x'.repeat(51)}`;
const WIDTHS = [1440, 1024, 390, 320];

/** By how much a table, or anything in its frame, is cut off at the right. */
async function cutOff(page: Page): Promise<number[]> {
  return await page
    .locator('.overflow-hidden, .overflow-x-auto')
    .filter({ has: page.getByRole('table') })
    .evaluateAll((frames) => frames.map((frame) => frame.scrollWidth - frame.clientWidth).filter((cut) => cut > 0));
}

test('the longest name a use case can have fits everywhere', async ({ page, stack, request }) => {
  test.slow();
  const headers = { origin: stack.webUrl, 'x-leeway': '1' };
  const registration = { name: NAME, team: 'payments', handler: 'send-receipt', delayToleranceMs: 60_000 };
  const data = { json: registration };
  const answer = await request.post(`${stack.webUrl}/api/trpc/useCase.register`, { headers, data });
  expect(answer.status(), await answer.text()).toBe(200);
  for (const path of [`/use-cases?search=${NAME}`, `/use-cases/${NAME}`, `/use-cases/${NAME}/edit`, '/changes']) {
    await page.goto(path);
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 });
      await expect(page.getByText(NAME).filter({ visible: true }).first()).toBeVisible();
      await expect.poll(() => findOverhanging(page), path).toEqual([]);
      expect(await cutOff(page), `${path} at ${width}`).toEqual([]);
    }
  }
});
