import type { Page } from '@playwright/test';
import { findOverhanging, findViolations } from './find-violations.ts';
import { expect, test } from './journey.ts';
import { registerUseCase } from './register-use-case.ts';

const USE_CASE = 'e2e-burst';
const PHONE = { width: 390, height: 844 };

async function expectAccessible(page: Page, part: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme);
    expect(await findViolations(page, part), colorScheme).toEqual([]);
  }
}

test('a quota is set in the form, a burst is granted from a phone, extended and ended', async ({ page }) => {
  test.slow();
  await registerUseCase(page, { name: USE_CASE, team: 'payments', handler: 'send-receipt', attempts: 2 });
  await page.goto(`/use-cases/${USE_CASE}?grant=true`);
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('there is nothing to lift');
  await dialog.getByRole('link', { name: 'Settings' }).click();
  await expect(page).toHaveURL(`/use-cases/${USE_CASE}/edit`);

  await page.getByLabel('CPU quota').fill('200');
  await page.getByLabel('Limit per key').fill('2');
  await page.getByLabel('Submit rate limit').fill('50');
  await page.getByLabel('Submit rate limit').blur();
  await expect(page.getByLabel('Burst', { exact: false })).toHaveValue('50');
  await expect(page.getByText(/^20 % of one core/)).toBeVisible();
  const changes = page.getByRole('heading', { name: 'What changes' }).locator('xpath=ancestor::section');
  await expect(changes.getByRole('insertion')).toHaveText(['200 CPU ms/s', '2 jobs', '50 jobs/s', '50 jobs']);
  await page.getByRole('button', { name: 'Save 4 changes' }).click();
  await expect(page).toHaveURL(/tab=changes/);
  await expect(page.getByRole('deletion').first()).toHaveText('no limit');

  // On call, at night: an alert links here.
  await page.setViewportSize(PHONE);
  const incident = 'https://incidents.example.com/17';
  await page.goto(`/use-cases/${USE_CASE}?grant=true&incident=${encodeURIComponent(incident)}`);
  const preview = dialog.getByRole('region', { name: 'What it will mean' });
  await expect(preview).toContainText('200 CPU ms/s');
  await expect(preview).toContainText('600 CPU ms/s');
  await dialog.getByRole('button', { name: '×5' }).click();
  await expect(preview).toContainText('1,000 CPU ms/s');
  await expect(preview).toContainText('250 jobs/s, 250 at once');
  const grant = dialog.getByRole('button', { name: 'Grant ×5 for 1 h' });
  await grant.click();
  await expect(dialog.getByLabel('Why')).toHaveAccessibleDescription(/Say why/);
  await dialog.getByLabel('Why').fill('The payment run is being repeated');
  await expectAccessible(page, '[role=dialog]');
  await expect.poll(() => findOverhanging(page)).toEqual([]);
  await grant.click();
  await expect(dialog).toBeHidden();

  const open = page.getByRole('list', { name: 'Bursts in force and planned' }).getByRole('listitem').first();
  await expect(open).toContainText('in force');
  await expect(open).toContainText(/ends in (1 h|59 min)/);
  await expect(open).toContainText('“The payment run is being repeated”');
  await expect(page.getByText(/^Burst: CPU quota ×5/).first()).toBeVisible();
  await open.getByRole('button', { name: /^Extend/ }).click();
  await dialog.getByRole('button', { name: '+4 h' }).click();
  await dialog.getByRole('button', { name: 'Extend', exact: true }).click();
  await expect(open).toContainText(/ends in (5 h|4 h 59 min)/);

  await page.goto('/grants');
  const listed = page.getByRole('list', { name: 'In force' }).getByRole('listitem').filter({ hasText: USE_CASE });
  await expect(listed).toContainText('1,000 CPU ms/s');
  await expectAccessible(page, 'main');
  await listed.getByRole('button', { name: /^End now/ }).click();
  await dialog.getByRole('button', { name: 'End now' }).click();
  await expect(
    page.getByRole('list', { name: 'Recent' }).getByRole('listitem').filter({ hasText: USE_CASE }),
  ).toContainText('ended early');

  await page.goto(`/use-cases/${USE_CASE}?tab=bursts`);
  await expect(page.getByRole('row').filter({ hasText: 'CPU quota' })).toContainText('the same');
  await expectAccessible(page, '[role=tabpanel]');
  await expect.poll(() => findOverhanging(page)).toEqual([]);
  await page.getByRole('tab', { name: 'Changes' }).click();
  for (const words of [/granted a burst/, /extended a burst/, /(?<!ext)ended a burst/])
    await expect(page.getByRole('listitem').filter({ hasText: words })).toBeVisible();
});

test('a use case is paused with a reason, is shown as paused, and resumed', async ({ page }) => {
  test.slow();
  const name = 'e2e-pause';
  await registerUseCase(page, { name, team: 'payments', handler: 'send-receipt', attempts: 2 });
  await page.goto(`/use-cases/${name}`);
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Pause' }).click();
  await expect(dialog.getByLabel('Why')).toHaveAccessibleDescription(/Say why/);
  await dialog.getByLabel('Why').fill('The mail gateway is being moved');
  await dialog.getByRole('button', { name: 'Pause' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('paused');

  await page.goto(`/use-cases?search=${name}`);
  await expect(page.getByRole('row').filter({ hasText: name })).toContainText('paused');
  await page.goto(`/use-cases/${name}?tab=changes`);
  await expect(page.getByRole('listitem').filter({ hasText: 'The mail gateway' })).toContainText('paused it');
  await page.getByRole('button', { name: 'Resume' }).click();
  await dialog.getByRole('button', { name: 'Resume' }).click();
  await expect(page.getByRole('button', { name: 'Pause', exact: true })).toBeVisible();
});

test('a downstream is registered, named by a use case and changed', async ({ page }) => {
  await page.goto('/downstreams?register=true');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('e2e-orders-db');
  await dialog.getByRole('combobox', { name: 'Team' }).click();
  await page.getByRole('option', { name: 'payments' }).click();
  await dialog.getByLabel('Starts per second in good health').fill('80');
  await expectAccessible(page, '[role=dialog]');
  await dialog.getByRole('button', { name: 'Register the downstream' }).click();
  await expect(dialog).toBeHidden();
  const row = page
    .getByRole('list', { name: 'Downstreams' })
    .getByRole('listitem')
    .filter({ hasText: 'e2e-orders-db' });
  await expect(row).toContainText('80/s');

  const name = 'e2e-downstream';
  await registerUseCase(page, { name, team: 'payments', handler: 'send-receipt', attempts: 2 });
  await page.goto(`/use-cases/${name}/edit`);
  await page.getByRole('checkbox', { name: 'e2e-orders-db' }).check();
  await page.getByRole('button', { name: 'Save 1 change' }).click();
  await expect(page).toHaveURL(/tab=changes/);

  await page.goto('/downstreams');
  await expect(row).toContainText('Called by 1 use case: e2e-downstream');
  await row.getByRole('button', { name: /^Change/ }).click();
  await dialog.getByLabel('Overload threshold').fill('0');
  await dialog.getByRole('button', { name: 'Save the change' }).click();
  await expect(dialog.getByLabel('Overload threshold')).toHaveAttribute('aria-invalid', 'true');
  await dialog.getByLabel('Overload threshold').fill('25');
  await dialog.getByLabel('Why').fill('It was moved to a larger machine');
  await dialog.getByRole('button', { name: 'Save the change' }).click();
  await expect(dialog).toBeHidden();
  const change = page.getByRole('listitem').filter({ hasText: '“It was moved to a larger machine”' });
  await expect(change).toContainText('changed e2e-orders-db');
  await expect(change.getByRole('insertion')).toHaveText(['25']);
});

test('incident mode is started, seen on every page with its countdown, extended and ended', async ({ page }) => {
  await page.goto('/incident-mode?start=true');
  const dialog = page.getByRole('dialog');
  // The other journeys need what is not low.
  await dialog.getByRole('radio', { name: /^normal/ }).click();
  await dialog.getByRole('button', { name: 'Start incident mode' }).click();
  await expect(dialog.getByLabel('Why')).toHaveAccessibleDescription(/Say why/);
  await dialog.getByLabel('Why').fill('Half of the pool is gone');
  await expectAccessible(page, '[role=dialog]');
  await dialog.getByRole('button', { name: 'Start incident mode' }).click();
  await expect(dialog).toBeHidden();

  await page.goto('/keys');
  const banner = page.getByRole('region', { name: 'Incident mode' });
  await expect(banner).toContainText('Only critical, high, and normal work starts; low waits.');
  await expect(banner).toContainText(/Ends in (1 h|59 min)/);
  await expect(banner).toContainText('“Half of the pool is gone”');
  await expectAccessible(page, 'main');
  await page.setViewportSize({ width: 320, height: 640 });
  await expect.poll(() => findOverhanging(page)).toEqual([]);
  await banner.getByRole('button', { name: /^Extend/ }).click();
  await dialog.getByRole('button', { name: '15 min' }).click();
  await dialog.getByRole('button', { name: 'Extend' }).click();
  await expect(banner).toContainText(/Ends in 1 h (15|14) min/);

  // A second one stands in the same banner.
  await page.goto('/incident-mode?start=true');
  await dialog.getByRole('radio', { name: /^normal/ }).click();
  await dialog.getByLabel('Why').fill('And the mail provider is slow');
  await dialog.getByRole('button', { name: 'Start incident mode' }).click();
  await expect(dialog).toBeHidden();
  const inForce = banner.getByRole('list', { name: 'In force' }).getByRole('listitem');
  await expect(inForce).toHaveCount(2);
  await expect(banner).toHaveCount(1);
  await expect(inForce.filter({ hasText: 'mail provider' })).toContainText(/Floor normal, ends in (1 h|59 min)/);
  await expectAccessible(page, 'main');
  await expect.poll(() => findOverhanging(page)).toEqual([]);
  for (const reason of ['mail provider', 'Half of the pool']) {
    await inForce
      .filter({ hasText: reason })
      .getByRole('button', { name: /^End now/ })
      .click();
    await dialog.getByRole('button', { name: 'End now' }).click();
    await expect(inForce.filter({ hasText: reason })).toHaveCount(0);
  }
  await expect(banner).toBeHidden();
  await page.goto('/incident-mode');
  await expect(page.getByRole('list', { name: 'Incident modes' }).getByRole('listitem').first()).toContainText(
    'ended early',
  );
  await expect(page.getByRole('listitem').filter({ hasText: 'started incident mode' }).first()).toBeVisible();
});
