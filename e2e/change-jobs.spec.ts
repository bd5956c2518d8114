import type { APIRequestContext, Page } from '@playwright/test';
import { findOverhanging, findViolations } from './find-violations.ts';
import { expect, test } from './journey.ts';
import { registerUseCase } from './register-use-case.ts';
import type { StackInfo } from './stack/stack-info.ts';

const HOUR_MS = 3_600_000;

interface Tier {
  readonly stack: StackInfo;
  readonly request: APIRequestContext;
}

/** Jobs whose start is an hour away, so that they stand still. */
async function submitAhead(tier: Tier, useCase: string, count: number): Promise<string[]> {
  const availableAt = new Date(Date.now() + HOUR_MS).toISOString();
  return await submit(tier, useCase, Array(count).fill({ payload: { orderId: 'A-1' }, availableAt }));
}

async function submit({ stack, request }: Tier, useCase: string, jobs: readonly object[]): Promise<string[]> {
  let ids: string[] = [];
  // The engine hears of a new use case within a second.
  await expect(async () => {
    const answer = await request.post(`${stack.engineUrl}/v1/use-cases/${useCase}/jobs`, {
      headers: { authorization: `Bearer ${stack.apiKey}` },
      data: { jobs },
    });
    expect(answer.status(), await answer.text()).toBe(201);
    ids = (await answer.json()).jobs.map(({ id }: { id: string }) => id);
  }).toPass({ timeout: 15_000, intervals: [100] });
  return ids;
}

const section = (page: Page, heading: string) =>
  page.getByRole('heading', { name: heading, exact: true }).locator('xpath=ancestor::section');

/** In both themes, and as narrow as a screen gets. */
async function expectUsable(page: Page, part: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme);
    expect(await findViolations(page, part), colorScheme).toEqual([]);
  }
  const { width, height } = page.viewportSize() ?? { width: 1280, height: 800 };
  await page.setViewportSize({ width: 320, height: 640 });
  await expect.poll(() => findOverhanging(page)).toEqual([]);
  await page.setViewportSize({ width, height });
}

test('a job gets a new deadline and is cancelled, each with its reason', async ({ page, stack, request }) => {
  const name = 'e2e-change-job';
  await registerUseCase(page, { name, team: 'payments', handler: 'send-receipt', attempts: 1 });
  const [job = ''] = await submitAhead({ stack, request }, name, 1);
  const dialog = page.getByRole('dialog');

  await page.goto(`/jobs/${job}`);
  await page.getByRole('button', { name: 'New deadline' }).click();
  const within = dialog.getByLabel('Start within', { exact: true });
  const change = dialog.getByRole('button', { name: 'Change the deadline' });
  await expect(change).toBeDisabled();
  await dialog.getByRole('button', { name: 'From now' }).click();
  await expect(within).toHaveAccessibleDescription(/before the earliest start of the job/);
  await dialog.getByRole('button', { name: 'After its earliest start' }).click();
  await within.fill('17');
  await expect(dialog).toContainText(
    /overtakes every job of its use case|jobs of its use case with an earlier deadline/,
  );
  await expectUsable(page, '[role=dialog]');
  await dialog.getByLabel('Why').fill('The customer waits');
  await change.click();
  await expect(dialog).toBeHidden();
  await expect(section(page, 'What happened when')).toContainText('tolerance 17 min');
  await expect(section(page, 'It was given another deadline')).toContainText('The customer waits');
  await expect(page).toHaveURL(`/jobs/${job}`);

  await page.getByRole('button', { name: 'Cancel the job' }).click();
  await expect(dialog).toContainText('It is taken away');
  await dialog.getByLabel('Why').fill('The order was returned');
  await expectUsable(page, '[role=dialog]');
  await dialog.getByRole('button', { name: 'Cancel the job' }).click();
  await expect(dialog).toBeHidden();
  await expect(section(page, 'It was cancelled')).toContainText('The order was returned');
  await expect(section(page, 'What people did to it').getByRole('listitem')).toHaveCount(2);
  await expect(section(page, 'What happened when')).toContainText('never started');
  await expect(page.getByRole('button', { name: 'Cancel the job' })).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'New deadline' })).toHaveCount(0);
});

test('a job that runs is told to stop, and the page says so until it is known how it ended', async ({
  page,
  stack,
  request,
}) => {
  const name = 'e2e-cancel-running';
  await registerUseCase(page, { name, team: 'payments', handler: 'synthetic', attempts: 1 });
  const [job] = await submit({ stack, request }, name, [{ payload: { cpuMs: 8_000, memoryMb: 0 } }]);
  await page.goto(`/jobs/${job}`);
  await page.getByRole('button', { name: 'Cancel the job' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('If it runs right now, its handler is told to stop');
  await dialog.getByLabel('Why').fill('Nobody needs it');
  await dialog.getByRole('button', { name: 'Cancel the job' }).click();
  await expect(dialog).toBeHidden();
  const told = page.getByRole('status').filter({ hasText: 'It runs, and was told to stop' });
  await expect(told).toBeVisible();
  await expect(section(page, 'It was told to stop')).toContainText('It finished all the same', { timeout: 60_000 });
  await expect(page.getByRole('heading', { level: 1 })).toContainText('done');
  await expect(told).toHaveCount(0);
});

test('jobs are cancelled in bulk, as many as were counted, with who did it and why', async ({
  page,
  stack,
  request,
}) => {
  const name = 'e2e-cancel-in-bulk';
  await registerUseCase(page, { name, team: 'payments', handler: 'send-receipt', attempts: 1 });
  await submitAhead({ stack, request }, name, 25);
  const dialog = page.getByRole('dialog');
  await page.goto(`/use-cases/${name}?jobs=delayed`);
  await page.getByRole('button', { name: 'Cancel in bulk' }).click();
  await expect(dialog.getByRole('status')).toHaveText('25 jobs match now');
  await dialog.getByLabel('Submitted until').fill('2026-01-31T03:00');
  await expect(dialog.getByRole('status')).toHaveText('No job matches now');
  await dialog.getByLabel('Submitted until').fill('');
  await expect(dialog.getByRole('status')).toHaveText('25 jobs match now');
  await dialog.getByLabel('Why').fill('The campaign is off');
  await expectUsable(page, '[role=dialog]');
  await dialog.getByRole('button', { name: 'Cancel them' }).click();
  await expect(dialog).toBeHidden();
  const bulk = section(page, 'Bulk changes now').getByRole('listitem').first();
  await expect(bulk).toContainText('25 of 25 cancelled');
  await expect(bulk).toContainText('“The campaign is off”');
  await expect(bulk).toContainText('Which jobs: delayed');
  await expect(page.getByText('No job waits for a later start or a retry.')).toBeVisible();
  await page.getByRole('group', { name: 'Which jobs' }).getByRole('button', { name: 'Cancelled' }).click();
  await expect(page.getByText('The campaign is off').filter({ visible: true })).toHaveCount(26);
  await expectUsable(page, '[role=tabpanel]');

  await page.getByRole('tab', { name: 'Changes' }).click();
  const entry = page.getByRole('listitem').filter({ hasText: 'The campaign is off' });
  await expect(entry).toContainText('cancelled jobs in bulk');
  await expect(entry).toContainText('Jobs that matched');
});

test('a dead job is redriven, singly and in bulk', async ({ page }) => {
  const name = 'e2e-redrive';
  await registerUseCase(page, { name, team: 'payments', handler: 'send-receipt', attempts: 1 });
  await page.getByLabel('Payload').fill('{"orderId": 17}');
  await page.getByRole('button', { name: 'Send a test job' }).click();
  const progress = page.getByRole('status').filter({ hasText: 'job_' });
  await expect(progress).toContainText('dead');
  await progress.getByRole('link', { name: 'Open' }).click();
  await page.getByRole('button', { name: 'Redrive' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Why').fill('The shop is repaired');
  await dialog.getByRole('button', { name: 'Redrive the job' }).click();
  await expect(dialog).toBeHidden();
  // It fails again, as it must: its payload is what it was.
  await expect(section(page, 'What people did to it')).toContainText('“The shop is repaired”');
  await expect(section(page, 'Why it is dead')).toContainText('orderId must be a text');
  await expect(page.getByRole('button', { name: 'Redrive' })).toBeVisible();

  await page.goto(`/use-cases/${name}?jobs=dead`);
  await page.getByRole('button', { name: 'Redrive in bulk' }).click();
  await dialog.getByLabel('Failure contains').fill('ORDERID');
  await expect(dialog.getByRole('status')).toHaveText('1 job matches now');
  await dialog.getByLabel('Why').fill('Once more');
  await expectUsable(page, '[role=dialog]');
  await dialog.getByRole('button', { name: 'Redrive them' }).click();
  await expect(section(page, 'Bulk changes now').getByRole('listitem').first()).toContainText('1 of 1 redriven');
});
