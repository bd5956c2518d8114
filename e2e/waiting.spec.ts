import type { Page } from '@playwright/test';
import { findOverhanging, findViolations } from './find-violations.ts';
import { expect, test } from './journey.ts';

const NAME = 'e2e-over-quota';
const POLICY = { name: NAME, handler: 'synthetic', delayToleranceMs: 1_000 };

async function expectAccessible(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme);
    expect(await findViolations(page, 'main'), colorScheme).toEqual([]);
  }
}

test('a use case over its CPU quota: its page says what it waits for, the tier’s list names it, the reports count it', async ({
  page,
  request,
  stack,
}) => {
  test.slow();
  const call = (verb: string, json: object) =>
    request.post(`${stack.webUrl}/api/trpc/${verb}`, {
      headers: { origin: stack.webUrl, 'x-leeway': '1' },
      data: { json },
    });
  const registered = await call('useCase.register', { ...POLICY, team: 'payments', cpuQuotaMsPerSecond: 5 });
  expect(registered.status(), await registered.text()).toBe(200);
  const headers = { authorization: `Bearer ${stack.apiKey}` };
  let jobId = '';
  await expect(async () => {
    const jobs = Array.from({ length: 60 }, () => ({ payload: { cpuMs: 50, memoryMb: 0 } }));
    const answer = await request.post(`${stack.engineUrl}/v1/use-cases/${NAME}/jobs`, { headers, data: { jobs } });
    expect(answer.status(), await answer.text()).toBe(201);
    jobId = (await answer.json()).jobs.at(-1).id;
  }).toPass({ timeout: 15_000, intervals: [100] });

  await page.goto(`/use-cases/${NAME}`);
  const panel = page.getByRole('heading', { name: 'Why it waits' }).locator('xpath=ancestor::section');
  await expect(panel).toContainText(/It has used its CPU quota and is slowed to it.*of 5 CPU ms\/s/);
  await expect(panel).toContainText(/Its next job has waited/);
  const gates = panel.getByRole('list', { name: 'All gates' }).getByRole('listitem');
  await expect(gates.filter({ hasText: 'CPU quota' })).toContainText(/, closed.*opens/);
  await expect(gates.filter({ hasText: 'Paused' })).toContainText('It is not paused');
  await expectAccessible(page);

  await page.goto(`/jobs/${jobId}`);
  await expect(panel).toContainText('It has used its CPU quota');
  await expect(panel).toContainText(/jobs of its use case stand before it/);
  await expectAccessible(page);

  await page.goto('/waiting?gate=cpuQuota');
  const row = page.getByRole('row').filter({ hasText: NAME });
  await expect(row).toContainText('CPU quota');
  await expect(row).toContainText('payments');
  await expect(row).toContainText('late');
  await page.getByRole('columnheader', { name: 'Use case' }).getByRole('button').click();
  await expect(page).toHaveURL(/sort=name/);
  await expect(page.getByRole('columnheader', { name: 'Use case' })).toHaveAttribute('aria-sort', 'ascending');
  await expectAccessible(page);
  await page.setViewportSize({ width: 320, height: 640 });
  await expect(
    page.getByRole('list', { name: 'Waiting use cases' }).getByRole('listitem').filter({ hasText: NAME }),
  ).toBeVisible();
  await expect.poll(() => findOverhanging(page)).toEqual([]);
  await page.setViewportSize({ width: 1440, height: 900 });

  await page.getByRole('navigation', { name: 'Main', exact: true }).getByRole('link', { name: 'Fairness' }).click();
  const fairness = page.getByRole('row').filter({ hasText: NAME });
  await expect(fairness).toContainText(/CPU quota [\d.]+ %/, { timeout: 30_000 });
  await page.getByRole('button', { name: 'Last 7 days' }).click();
  await expect(page).toHaveURL(/period=week/);
  await expect(page.getByText('Which gate its next job waited for')).toBeVisible();
  await expectAccessible(page);

  await page.getByRole('navigation', { name: 'Main', exact: true }).getByRole('link', { name: 'Capacity' }).click();
  await expect(page.getByRole('row').filter({ hasText: NAME })).toContainText('5 CPU ms/s');
  await page.getByRole('button', { name: 'By team' }).click();
  await expect(page.getByRole('row', { name: /payments.*\d+ use cases/ })).toBeVisible();

  // Without a quota all of it runs, and nothing is left to wait.
  const got = await request.get(
    `${stack.webUrl}/api/trpc/useCase.get?input=${encodeURIComponent(JSON.stringify({ json: { name: NAME } }))}`,
  );
  const { version } = (await got.json()).result.data.json;
  const changed = await call('useCase.change', {
    ...POLICY,
    cpuQuotaMsPerSecond: null,
    version,
    reason: 'It is enough',
  });
  expect(changed.status(), await changed.text()).toBe(200);
  await page.goto(`/use-cases/${NAME}`);
  await expect(panel).toContainText('Nothing of it has waited', { timeout: 60_000 });
  await page.goto('/waiting');
  await expect(page.getByText('Live', { exact: true })).toBeVisible();
  await expect(page.getByRole('row').filter({ hasText: NAME })).toHaveCount(0);
});

test('a job of a customer who has enough running says so and which runs, and others of its use case overtake', async ({
  page,
  request,
  stack,
}) => {
  test.slow();
  const name = 'e2e-customers';
  const registration = { name, team: 'payments', handler: 'push-campaign', delayToleranceMs: 60_000 };
  const registered = await request.post(`${stack.webUrl}/api/trpc/useCase.register`, {
    headers: { origin: stack.webUrl, 'x-leeway': '1' },
    data: { json: { ...registration, concurrencyKeyLimit: 1 } },
  });
  expect(registered.status(), await registered.text()).toBe(200);
  const submit = async (count: number, concurrencyKey: string): Promise<string> => {
    const answer = await request.post(`${stack.engineUrl}/v1/use-cases/${name}/jobs`, {
      headers: { authorization: `Bearer ${stack.apiKey}` },
      data: {
        jobs: Array.from({ length: count }, (_, at) => ({
          payload: { campaign: 'spring', page: at },
          concurrencyKey,
        })),
      },
    });
    expect(answer.status(), await answer.text()).toBe(201);
    return (await answer.json()).jobs.at(-1).id;
  };
  let last = '';
  await expect(async () => {
    last = await submit(900, 'acme');
  }).toPass({ timeout: 15_000, intervals: [100] });
  const other = await submit(1, 'globex');

  await page.goto(`/jobs/${last}`);
  const panel = page.getByRole('heading', { name: 'Why it waits' }).locator('xpath=ancestor::section');
  await expect(panel).toContainText('As many jobs of its concurrency key run as may run at once (1 of 1)');
  const key = panel.getByRole('list', { name: 'Concurrency keys at their limit' }).getByRole('listitem');
  await expect(key).toContainText('acme');
  await expect(key.getByRole('link').first()).toHaveAttribute('href', /^\/jobs\/job_[0-9a-f]{32}$/);
  await expect(page.getByRole('definition').filter({ hasText: 'acme' })).toBeVisible();
  await expectAccessible(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await expect.poll(() => findOverhanging(page)).toEqual([]);
  await page.setViewportSize({ width: 1440, height: 900 });

  await page.goto(`/jobs/${other}`);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('done');
  await page.goto(`/use-cases/${name}?tab=settings`);
  await expect(page.getByText('Limit per key')).toBeVisible();
  await expect(page.getByText('Of its jobs with the same concurrencyKey that run at the same time')).toBeVisible();
  await expectAccessible(page);
});

test('a use case with its own programs is among those that wait, by how many of its jobs nobody has taken', async ({
  page,
  request,
  stack,
}) => {
  const name = 'e2e-not-taken';
  const registered = await request.post(`${stack.webUrl}/api/trpc/useCase.register`, {
    headers: { origin: stack.webUrl, 'x-leeway': '1' },
    data: { json: { name, team: 'data', runtime: 'remote', delayToleranceMs: 60_000 } },
  });
  expect(registered.status(), await registered.text()).toBe(200);
  const headers = { authorization: `Bearer ${stack.apiKey}` };
  await expect(async () => {
    const jobs = Array.from({ length: 3 }, () => ({ payload: null }));
    const answer = await request.post(`${stack.engineUrl}/v1/use-cases/${name}/jobs`, { headers, data: { jobs } });
    expect(answer.status(), await answer.text()).toBe(201);
  }).toPass({ timeout: 15_000, intervals: [100] });

  await page.goto('/waiting');
  const row = page
    .getByRole('list', { name: 'Use cases with their own programs' })
    .getByRole('listitem')
    .filter({ hasText: name });
  await expect(row).toContainText('3 jobs wait');
  await expect(row).toContainText('none is taken now');
  const leased = await request.post(`${stack.engineUrl}/v1/leases`, {
    headers,
    data: { useCases: [name], seconds: 600 },
  });
  expect(leased.status(), await leased.text()).toBe(200);
  await expect(row).toContainText('2 jobs wait');
  await expect(row).toContainText('1 taken now');
  await expectAccessible(page);
  await page.setViewportSize({ width: 320, height: 640 });
  await expect.poll(() => findOverhanging(page)).toEqual([]);
  await row.getByRole('link').click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
});
