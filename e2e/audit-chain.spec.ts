import { findEmbeddedPostgres } from '@leeway/db/embedded';
import { createPool } from '@leeway/db/pool';
import type { Page } from '@playwright/test';
import { findOverhanging, findViolations } from './find-violations.ts';
import { expect, test } from './journey.ts';

const panelOf = (page: Page) =>
  page.getByRole('heading', { name: 'Does the log hold?' }).locator('xpath=ancestor::section');

/** Presses the button, and waits until the look that it began has come to its end. */
async function verify(page: Page): Promise<void> {
  const button = panelOf(page).getByRole('button', { name: 'Verify' });
  const looked = page.waitForResponse((response) => response.url().includes('audit.verify'));
  await button.click();
  expect((await looked).status()).toBe(200);
  await expect(button).toBeEnabled();
}

test('the log says whether it is as it was written; an entry that somebody changes behind its back is named', async ({
  page,
  stack,
}) => {
  const connectionString = (await findEmbeddedPostgres(stack.dataDir)) ?? '';
  const pool = createPool({ connectionString, max: 1, applicationName: 'tampering' });
  const asSuperuser = (statement: string) =>
    pool.query(`begin; set local session_replication_role = replica; ${statement}; commit`);
  const panel = panelOf(page);
  await page.goto('/changes');
  await expect(panel).toContainText(/It holds: \d[\d,]* entries, each in its place/);
  await verify(page);
  await expect(panel).toContainText('It holds');
  await expect(page.getByRole('listitem').first()).toContainText(/#\d+/);

  const { rows } = await pool.query('select actor_name from audit_entry where seq = 2');
  try {
    await asSuperuser(`update audit_entry set actor_name = 'Nobody' where seq = 2`);
    await verify(page);
    await expect(panel.getByRole('alert')).toContainText('At entry 2: it was changed after it was written');
    for (const [width, colorScheme] of [
      [1440, 'light'],
      [390, 'dark'],
    ] as const) {
      await page.setViewportSize({ width, height: 844 });
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme);
      expect(await findViolations(page, 'main')).toEqual([]);
      await expect.poll(() => findOverhanging(page)).toEqual([]);
    }
    await page.goto('/');
    const notice = page.getByRole('alert').filter({ hasText: 'The log of changes does not hold' });
    await expect(notice).toContainText('At entry 2');
    await notice.getByRole('link', { name: 'Open the log' }).click();
    await expect(page).toHaveURL('/changes');
  } finally {
    await asSuperuser(`update audit_entry set actor_name = '${rows[0].actor_name}' where seq = 2`);
    await pool.end();
  }
  await verify(page);
  await expect(panel).toContainText('It holds');
});
