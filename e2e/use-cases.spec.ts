import { expect, test } from './journey.ts';

const COUNT = 53;
const TEAM = 'payments';
const nameOf = (index: number) => `zz-many-${String(index).padStart(2, '0')}`;

test('a long list is turned, searched and sorted in its address, and the palette finds what no page shows', async ({
  page,
  stack,
  request,
}) => {
  test.slow();
  const headers = { origin: stack.webUrl, 'x-leeway': '1' };
  for (let index = 1; index <= COUNT; index += 1) {
    const json = { name: nameOf(index), team: TEAM, handler: 'send-receipt', delayToleranceMs: 60_000 };
    const answer = await request.post(`${stack.webUrl}/api/trpc/useCase.register`, { headers, data: { json } });
    expect(answer.status(), await answer.text()).toBe(200);
  }
  const rows = page.getByRole('table', { name: 'Use cases' }).getByRole('row').filter({ hasText: 'zz-many-' });

  await page.goto('/use-cases?search=zz-many');
  await expect(page.getByText(new RegExp(`^${COUNT} of \\d+ use cases$`))).toBeVisible();
  await expect(rows).toHaveCount(50);
  await page.getByRole('button', { name: 'Next page' }).click();
  await expect(page).toHaveURL(/page=2/);
  await expect(rows).toHaveCount(3);
  await expect(rows.last()).toContainText(nameOf(COUNT));

  await page.getByRole('button', { name: 'Name' }).click();
  await expect(page).toHaveURL(/desc=true/);
  await expect(page).not.toHaveURL(/page=/);
  await expect(rows.first()).toContainText(nameOf(COUNT));
  await expect(rows).toHaveCount(50);

  await page.getByRole('searchbox').fill(nameOf(7));
  await expect(rows).toHaveCount(1);
  await page.reload();
  await expect(rows).toHaveCount(1);
  await page.getByRole('searchbox').fill('there-is-none');
  await expect(page.getByText('No use case matches')).toBeVisible();
  await page.getByRole('button', { name: 'Clear the filters' }).click();
  await expect(rows).toHaveCount(50);

  await page.keyboard.press('ControlOrMeta+k');
  await page.getByRole('combobox').fill(nameOf(52));
  await page.getByRole('option', { name: new RegExp(nameOf(52)) }).click();
  await expect(page).toHaveURL(`/use-cases/${nameOf(52)}`);
});
