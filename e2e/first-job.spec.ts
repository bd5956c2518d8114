import { expect, test } from './journey.ts';
import { choose } from './register-use-case.ts';

const NAME = 'e2e-first-job';

test('from nothing to the first job: a form, a key, a request, and the page shows it', async ({ page, request }) => {
  await page.goto('/use-cases');
  await page.getByRole('link', { name: 'Register a use case' }).click();
  const name = page.getByLabel('Name', { exact: true });
  await name.fill('Send Receipt');
  await choose(page, 'Team', 'payments');
  await page.getByRole('button', { name: 'Register the use case' }).click();
  await expect(name).toHaveAttribute('aria-invalid', 'true');
  await expect(name).toHaveAccessibleDescription(/Lower-case letters/);
  await expect(page.getByRole('combobox', { name: 'Handler' })).toHaveAttribute('aria-invalid', 'true');

  await name.fill(NAME);
  await choose(page, 'Handler', 'send-receipt');
  await expect(page.getByRole('region', { name: 'TypeScript snippet' })).toContainText(NAME);
  await page.getByRole('button', { name: 'Register the use case' }).click();
  await expect(page).toHaveURL(`/use-cases/${NAME}?first=true`);
  await expect(page.getByRole('heading', { level: 1, name: NAME })).toBeVisible();
  const delays = page.getByRole('application', { name: /^Start delay against the promise/ });
  await expect(delays).toHaveAccessibleName(/nothing measured/);
  await page.getByRole('group', { name: 'Which jobs' }).getByRole('button', { name: 'Done' }).click();

  await page.getByRole('button', { name: 'Mint a key' }).click();
  const key = (await page.getByRole('region', { name: 'API key' }).textContent()) ?? '';
  const command = (await page.getByRole('region', { name: 'curl command' }).textContent()) ?? '';
  expect(command).toContain(`Bearer ${key}`);
  const url = /curl -X POST (\S+)/.exec(command)?.[1] ?? 'no address in the command';

  let jobId = '';
  // The engine hears of a new key within a second.
  await expect(async () => {
    const answer = await request.post(url, {
      headers: { authorization: `Bearer ${key}` },
      data: { jobs: [{ payload: { orderId: 'A-1001' } }] },
    });
    expect(answer.status(), await answer.text()).toBe(201);
    jobId = (await answer.json()).jobs[0].id;
  }).toPass({ timeout: 15_000, intervals: [100] });

  // Without a reload; 0.7 s on a machine that does nothing else.
  await expect(delays).not.toHaveAccessibleName(/nothing measured/);
  await expect(page.locator(`a[href="/jobs/${jobId}"]`).filter({ visible: true })).toHaveCount(1);
});

test('a job sent from the page is followed to its end there', async ({ page }) => {
  await page.goto('/use-cases/send-receipt?tab=submit');
  const payload = page.getByLabel('Payload');
  await payload.fill('{"orderId": ');
  await page.getByRole('button', { name: 'Send a test job' }).click();
  await expect(payload).toHaveAttribute('aria-invalid', 'true');
  await payload.fill('{"orderId": "A-2002"}');
  const key = page.getByLabel('Concurrency key');
  await key.fill('x'.repeat(101));
  await expect(key).toHaveAccessibleDescription(/At most 100 characters/);
  await key.fill('customer-17');
  await page.getByRole('button', { name: 'Send a test job' }).click();
  const progress = page.getByRole('status').filter({ hasText: 'job_' });
  await expect(progress.or(page.getByText('the record of this success was not kept'))).toContainText(
    /Started .* after it could|was not kept/,
  );
});
