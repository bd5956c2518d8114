import type { Locator, Page } from '@playwright/test';
import { expect, test } from './journey.ts';

/** The value of one of the head figures. */
function figure(page: Page, label: string): Locator {
  return page
    .getByRole('main')
    .getByRole('term')
    .filter({ hasText: new RegExp(`^${label}$`) })
    .locator('xpath=following-sibling::dd[1]')
    .first();
}

test('the overview lives: figures follow what programs submit, without a reload', async ({ page, request, stack }) => {
  await page.goto('/');
  await expect(page.getByText('Live', { exact: true })).toBeVisible();
  const delayed = figure(page, 'Delayed');
  const before = Number(await delayed.textContent());
  const jobs = Array.from({ length: 40 }, (_, index) => ({
    payload: { memberId: `M-${index}` },
    availableAt: new Date(Date.now() + 3_600_000).toISOString(),
  }));
  const answer = await request.post(`${stack.engineUrl}/v1/use-cases/welcome-email/jobs`, {
    headers: { authorization: `Bearer ${stack.apiKey}` },
    data: { jobs },
  });
  expect(answer.status(), await answer.text()).toBe(201);
  await expect.poll(async () => Number(await delayed.textContent())).toBeGreaterThanOrEqual(before + 35);
});

test('live figures can be stopped, and go on', async ({ page }) => {
  await page.goto('/');
  await expect(page.getByText('Live', { exact: true })).toBeVisible();
  const pause = page.getByRole('button', { name: 'Pause live figures' });
  await pause.click();
  await expect(page.getByText('Paused', { exact: true })).toBeVisible();
  await page.keyboard.press('p');
  await expect(page.getByText('Live', { exact: true })).toBeVisible();
});
