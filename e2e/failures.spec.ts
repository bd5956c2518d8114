import { findOverhanging, findViolations } from './find-violations.ts';
import { expect, test } from './journey.ts';
import { registerUseCase } from './register-use-case.ts';

const NAME = 'e2e-failures';

test('a job whose handler fails is dead, and says why wherever it is shown', async ({ page }) => {
  await registerUseCase(page, { name: NAME, team: 'payments', handler: 'send-receipt', attempts: 1 });
  await page.getByLabel('Payload').fill('{"orderId": 17}');
  await page.getByRole('button', { name: 'Send a test job' }).click();
  const progress = page.getByRole('status').filter({ hasText: 'job_' });
  await expect(progress).toContainText('dead');
  await expect(progress).toContainText('HANDLER_ERROR');
  await expect(progress).toContainText('orderId must be a text');

  const failures = page.getByRole('heading', { name: 'Failures' }).locator('xpath=ancestor::section');
  await expect(failures).toContainText('HANDLER_ERROR');
  await expect(failures).toContainText('1 failed attempt in the range');

  await progress.getByRole('link', { name: 'Open' }).click();
  await expect(page).toHaveURL(/\/jobs\/job_/);
  const reason = page.getByRole('heading', { name: 'Why it is dead' }).locator('xpath=ancestor::section');
  await expect(reason).toContainText('HANDLER_ERROR');
  await expect(reason).toContainText('orderId must be a text');
  const job = page.url().split('/').at(-1) ?? '';

  await page.getByRole('link', { name: NAME }).click();
  await page.getByRole('group', { name: 'Which jobs' }).getByRole('button', { name: 'Dead' }).click();
  await expect(page.locator(`a[href="/jobs/${job}"]`).filter({ visible: true })).toHaveCount(1);
  await expect(page.getByText('orderId must be a text').filter({ visible: true })).toHaveCount(1);

  // Engines judge every ten seconds.
  const alert = page.getByRole('list', { name: 'Alerts of this use case' }).getByRole('listitem');
  await expect(alert).toContainText('jobs die', { timeout: 60_000 });
  await expect(alert).toContainText(/1 of its jobs died in the last 10 minutes.*began/);
  expect(await findViolations(page, 'main')).toEqual([]);
  await page.setViewportSize({ width: 320, height: 640 });
  await expect.poll(() => findOverhanging(page)).toEqual([]);
  await page.getByRole('link', { name: 'All alerts' }).click();
  await expect(page).toHaveURL('/alerts');
  await expect(
    page.getByRole('list', { name: 'Alerts' }).getByRole('listitem').filter({ hasText: NAME }),
  ).toBeVisible();
});

test('an address that names nothing says so', async ({ page }) => {
  await page.goto('/jobs/job_00000000000000000000000000000000');
  await expect(page.getByRole('heading', { name: 'No trace of this job' })).toBeVisible();
  await page.goto('/use-cases/there-is-none');
  await expect(page.getByRole('heading', { name: 'There is no use case there-is-none' })).toBeVisible();
});
