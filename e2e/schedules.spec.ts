import { findOverhanging, findViolations } from './find-violations.ts';
import { expect, test } from './journey.ts';
import { registerUseCase } from './register-use-case.ts';

const USE_CASE = 'e2e-schedules';

test('a schedule is planned with its next fires in sight, fires, is changed, paused and deleted', async ({ page }) => {
  await registerUseCase(page, { name: USE_CASE, team: 'payments', handler: 'send-receipt', attempts: 2 });
  await page.goto(`/use-cases/${USE_CASE}?tab=schedules`);
  await page.getByRole('button', { name: 'Add a schedule' }).click();
  const dialog = page.getByRole('dialog');
  const cron = dialog.getByLabel('Cron expression');
  const zone = dialog.getByLabel('Time zone');
  const preview = dialog.getByRole('region', { name: 'Next fires' });
  const save = dialog.getByRole('button', { name: 'Add the schedule' });

  await dialog.getByLabel('Name').fill('each-second');
  await cron.fill('30 2 * * *');
  await zone.fill('America/Sao_Paulo');
  await expect(preview.getByRole('columnheader', { name: 'America/Sao_Paulo' })).toBeVisible();
  await expect(preview.getByRole('cell').filter({ hasText: '02:30:00' })).toHaveCount(5);
  await expect(preview).toContainText('each local time fires once');

  await cron.fill('0 0 30 2 *');
  await zone.fill('Europe/Atlantis');
  await save.click();
  await expect(cron).toHaveAccessibleDescription(/never fires/);
  await expect(zone).toHaveAccessibleDescription(/no such time zone/);
  await cron.fill('0 25 * * *');
  await expect(cron).toHaveAccessibleDescription(/The hour "25" cannot be read/);

  await cron.fill('* * * * * *');
  await zone.fill('Asia/Kolkata');
  await dialog.getByLabel('Payload').fill('{"orderId": "A-1"}');
  const key = dialog.getByLabel('Concurrency key');
  await key.fill('x'.repeat(101));
  await save.click();
  await expect(key).toHaveAccessibleDescription(/At most 100 characters/);
  await key.fill('customer-17');
  await save.click();
  await expect(dialog).toBeHidden();
  const row = page.getByRole('list', { name: 'Schedules' }).getByRole('listitem').first();
  await expect(row).toContainText('active');
  await expect(row).toContainText('key customer-17');

  await row.getByRole('button', { name: 'Last fires of each-second' }).click();
  const fires = row.getByRole('list', { name: 'Last fires of each-second' });
  await expect(fires.getByRole('link').nth(2)).toBeVisible();
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme);
    expect(await findViolations(page, '[role=tabpanel]'), colorScheme).toEqual([]);
  }
  const { width, height } = page.viewportSize() ?? { width: 1280, height: 800 };
  await page.setViewportSize({ width: 320, height: 640 });
  await expect.poll(() => findOverhanging(page)).toEqual([]);
  await page.setViewportSize({ width, height });

  await row.getByRole('button', { name: 'Edit each-second' }).click();
  await expect(key).toHaveValue('customer-17');
  await key.fill('');
  await cron.fill('*/2 * * * * *');
  await dialog.getByLabel('Why').fill('Half is enough');
  await dialog.getByRole('button', { name: 'Save the change' }).click();
  await expect(dialog).toBeHidden();
  await expect(row).toContainText('*/2 * * * * * in Asia/Kolkata');
  await expect(row).not.toContainText('customer-17');

  await row.getByRole('button', { name: 'Pause each-second' }).click();
  await dialog.getByLabel('Why').fill('The receiver is being moved');
  await dialog.getByRole('button', { name: 'Pause', exact: true }).click();
  await expect(row).toContainText('paused');
  await expect(row.getByRole('button', { name: 'Resume each-second' })).toBeVisible();

  await fires.getByRole('link').last().click();
  await expect(page).toHaveURL(/\/jobs\/job_/);
  await expect(page.getByRole('link', { name: USE_CASE }).first()).toBeVisible();

  await page.goto(`/use-cases/${USE_CASE}?tab=changes`);
  await expect(page.getByRole('listitem').filter({ hasText: 'The receiver is being moved' })).toContainText(
    'paused the schedule each-second',
  );
  const change = page.getByRole('listitem').filter({ hasText: 'Half is enough' });
  await expect(change.getByRole('deletion')).toHaveText(['* * * * * *', /^digest /]);
  await expect(change.getByRole('insertion')).toHaveText(['*/2 * * * * *', 'none']);

  await page.getByRole('tab', { name: 'Schedules' }).click();
  await page.getByRole('button', { name: 'Delete each-second' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'No schedule yet' })).toBeVisible();
});

test('of two people who change a schedule at once the second is told, and loses nothing unasked', async ({
  page,
  context,
}) => {
  await registerUseCase(page, { name: `${USE_CASE}-two`, team: 'payments', handler: 'send-receipt', attempts: 2 });
  await page.goto(`/use-cases/${USE_CASE}-two?tab=schedules`);
  await page.getByRole('button', { name: 'Add a schedule' }).click();
  await page.getByRole('dialog').getByLabel('Name').fill('nightly');
  await page.getByRole('button', { name: 'Add the schedule' }).click();
  const other = await context.newPage();
  await other.goto(page.url());
  for (const each of [page, other]) await each.getByRole('button', { name: 'Edit nightly' }).click();
  await page.getByLabel('Cron expression').fill('5 9 * * *');
  await page.getByRole('button', { name: 'Save the change' }).click();
  await expect(page.getByRole('dialog')).toBeHidden();

  await other.getByLabel('Cron expression').fill('10 9 * * *');
  await other.getByRole('button', { name: 'Save the change' }).click();
  await expect(other.getByText(/^Nothing was saved/)).toBeVisible();
  await expect(other.getByLabel('Cron expression')).toHaveValue('10 9 * * *');
  await other.getByRole('button', { name: 'Load what is there now' }).click();
  await expect(other.getByLabel('Cron expression')).toHaveValue('5 9 * * *');
});
