import { findOverhanging, findViolations } from './find-violations.ts';
import { expect, test } from './journey.ts';

const NAME = 'e2e-burst-use';
const POLICY = { team: 'payments', handler: 'synthetic', delayToleranceMs: 60_000, cpuQuotaMsPerSecond: 20 };
const PHONE = { width: 390, height: 844 };

test('what a burst was used for, and who waited longer for it, stands on its page, in the lists and in the reports', async ({
  page,
  request,
  stack,
}) => {
  test.slow();
  const call = async (verb: string, json: object) => {
    const answer = await request.post(`${stack.webUrl}/api/trpc/${verb}`, {
      headers: { origin: stack.webUrl, 'x-leeway': '1' },
      data: { json },
    });
    expect(answer.status(), await answer.text()).toBe(200);
    return (await answer.json()).result.data.json;
  };
  await call('useCase.register', { name: NAME, ...POLICY });
  const why = { reason: 'Refunds pile up', incidentUrl: 'https://incidents.example.com/17' };
  const amounts = { cpuQuota: { factor: 50 } };
  const { id } = await call('grant.grant', {
    ...{ useCase: NAME, trafficClass: 'incident', amounts, durationMs: 3_600_000, ...why },
  });
  await page.goto(`/use-cases/${NAME}?tab=bursts`);
  const unused = page.getByRole('link', { name: 'Used beyond the policy: nothing; nobody waited longer' });
  await expect(unused.first()).toBeVisible();

  await expect(async () => {
    const jobs = Array.from({ length: 60 }, () => ({ payload: { cpuMs: 40, memoryMb: 0 } }));
    const headers = { authorization: `Bearer ${stack.apiKey}` };
    const answer = await request.post(`${stack.engineUrl}/v1/use-cases/${NAME}/jobs`, { headers, data: { jobs } });
    expect(answer.status(), await answer.text()).toBe(201);
  }).toPass({ timeout: 15_000, intervals: [100] });
  const link = page.getByRole('link', { name: /^Used beyond the policy: [\d.]+ m?s CPU/ }).first();
  await expect(link).toBeVisible({ timeout: 30_000 });
  await link.click();

  await expect(page).toHaveURL(`/grants/${id}`);
  await expect(page.getByRole('heading', { level: 1, name: `Burst of ${NAME}` })).toBeVisible();
  const use = page
    .getByRole('table', { name: 'What was used of it' })
    .getByRole('row')
    .filter({ hasText: 'CPU quota' });
  await expect(use).toContainText(/[\d.]+ m?s CPU.*CPU.*%/);
  await expect(page.getByRole('heading', { name: 'Who waited longer for it' })).toBeVisible();
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme);
    expect(await findViolations(page, 'main'), colorScheme).toEqual([]);
  }
  await page.setViewportSize(PHONE);
  await expect.poll(() => findOverhanging(page)).toEqual([]);

  for (const report of ['capacity', 'fairness']) {
    await page.goto(`/${report}`);
    const bursts = page.getByRole('table', { name: 'Bursts in this period' });
    await expect(bursts.getByRole('row').filter({ hasText: NAME })).toContainText(/m?s/);
    await expect.poll(() => findOverhanging(page)).toEqual([]);
  }
  await page.getByRole('table', { name: 'Bursts in this period' }).getByRole('link', { name: NAME }).click();
  await expect(page).toHaveURL(`/grants/${id}`);
  await page.getByRole('button', { name: /^End now/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'End now' }).click();
  await expect(page.getByRole('list', { name: 'The burst' })).toContainText('ended early');
  await page.goto('/grants/grant_nothing');
  await expect(page.getByRole('heading', { name: 'No such burst' })).toBeVisible();
});
