import { findOverhanging, findViolations } from './find-violations.ts';
import { expect, test } from './journey.ts';
import { choose, registerUseCase } from './register-use-case.ts';

const NAME = 'e2e-rate-limit';
const PHONE = { width: 390, height: 844 };

test('a key with a rate limit is minted, refuses what is too much, and the use case’s page shows it', async ({
  page,
  request,
  stack,
}) => {
  await registerUseCase(page, { name: NAME, team: 'payments', handler: 'send-receipt', attempts: 2 });
  await page.goto('/keys');
  await page.getByRole('button', { name: 'Mint a key' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Used by').fill('e2e-limited');
  await choose(page, 'Team', 'payments');
  const rate = dialog.getByLabel('Jobs per second');
  await dialog.getByLabel('At once').fill('5');
  await dialog.getByRole('button', { name: 'Mint the key' }).click();
  await expect(rate).toHaveAccessibleDescription(/A burst is of a rate/);
  await rate.fill('1');
  expect(await findViolations(page, '[role=dialog]')).toEqual([]);
  await dialog.getByRole('button', { name: 'Mint the key' }).click();
  const key = (await dialog.getByRole('region', { name: 'API key' }).textContent()) ?? '';
  await dialog.getByRole('button', { name: 'I have it' }).click();
  const row = page.getByRole('listitem').filter({ hasText: 'e2e-limited' });
  await expect(row).toContainText('at most 1 job per second, 5 at once');
  await page.setViewportSize(PHONE);
  await expect.poll(() => findOverhanging(page)).toEqual([]);

  const submit = (count: number) =>
    request.post(`${stack.engineUrl}/v1/use-cases/${NAME}/jobs`, {
      headers: { authorization: `Bearer ${key}` },
      data: { jobs: Array.from({ length: count }, () => ({ payload: { orderId: 'A-1' } })) },
    });
  // The engine hears of a new key and of a new use case within a second.
  await expect.poll(async () => (await submit(5)).status(), { timeout: 15_000, intervals: [100] }).toBe(201);
  const refused = await submit(5);
  expect(refused.status()).toBe(429);
  expect(Number(refused.headers()['retry-after'])).toBeGreaterThan(0);
  expect(await refused.json()).toMatchObject({ code: 'RATE_LIMITED' });
  expect((await submit(6)).status()).toBe(400);

  await page.goto(`/use-cases/${NAME}`);
  await expect(page.getByText('5 submitted, 5 refused')).toBeVisible();
  const throughput = page.getByRole('application', { name: /^Throughput/ });
  await expect(throughput).toHaveAccessibleName(/Refused by the rate limit/);
  await page.setViewportSize({ width: 1440, height: 900 });
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme);
    expect(await findViolations(page)).toEqual([]);
  }
});
