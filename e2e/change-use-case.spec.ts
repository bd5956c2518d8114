import { expect, test } from './journey.ts';

test('a change is shown before it is saved, and kept with its reason', async ({ page }) => {
  await page.goto('/use-cases/push-campaign/edit');
  const save = page.getByRole('button', { name: /^Save/ });
  await expect(save).toBeDisabled();
  await page.getByLabel('Attempts').fill('0');
  await save.click();
  await expect(page.getByLabel('Attempts')).toHaveAttribute('aria-invalid', 'true');

  await page.getByLabel('Attempts').fill('7');
  await page.getByRole('group', { name: 'Usual tolerances' }).getByRole('button', { name: '1 h' }).click();
  const changes = page.getByRole('heading', { name: 'What changes' }).locator('xpath=ancestor::section');
  await expect(changes.getByRole('deletion')).toHaveText(['4 h', '5']);
  await expect(changes.getByRole('insertion')).toHaveText(['1 h', '7']);
  await page.getByLabel('Why').fill('Campaigns came too late on Friday');
  await page.getByRole('button', { name: 'Save 2 changes' }).click();

  await expect(page).toHaveURL('/use-cases/push-campaign?tab=changes');
  const entry = page.getByRole('listitem').filter({ hasText: '“Campaigns came too late on Friday”' });
  await expect(entry).toContainText('changed it');
  await expect(entry.getByRole('deletion')).toHaveText(['4 h', '5']);
  await expect(entry.getByRole('insertion')).toHaveText(['1 h', '7']);
  await page.getByRole('tab', { name: 'Settings' }).click();
  await expect(page.getByText('7 attempts')).toBeVisible();
});

test('of two people who edit at once the second is told, and loses nothing unasked', async ({ page, context }) => {
  const other = await context.newPage();
  for (const each of [page, other]) {
    await each.goto('/use-cases/resize-image/edit');
    await expect(each.getByLabel('Attempts')).toBeEditable();
  }
  const limit = await other.getByLabel('Memory limit').inputValue();
  await page.getByLabel('Attempts').fill('8');
  await page.getByRole('button', { name: 'Save 1 change' }).click();
  await expect(page).toHaveURL(/tab=changes/);

  await other.getByLabel('Memory limit').fill('512');
  await other.getByRole('button', { name: 'Save 1 change' }).click();
  await expect(other.getByText(/^Nothing was saved/)).toBeVisible();
  await expect(other.getByLabel('Memory limit')).toHaveValue('512');
  await other.getByRole('button', { name: 'Load what is there now' }).click();
  await expect(other.getByLabel('Attempts')).toHaveValue('8');
  await expect(other.getByLabel('Memory limit')).toHaveValue(limit);
});
