import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { LeasedJob } from '@leeway/domain/lease';
import type { Page } from '@playwright/test';
import { stackEnv } from './env.ts';
import { expect, test } from './journey.ts';
import { choose } from './register-use-case.ts';

const NAME = 'e2e-transcode';
const WORKER = path.resolve(import.meta.dirname, '../examples/remote-worker.ts');

/** Ends on its page with the first steps open. */
async function registerRemote(page: Page, name: string): Promise<void> {
  await page.goto('/use-cases/new');
  await page.getByLabel('Name', { exact: true }).fill(name);
  await choose(page, 'Team', 'data');
  await expect(page.getByRole('combobox', { name: 'Handler' })).toBeVisible();
  await page.getByRole('radio', { name: /Your own programs/ }).click();
  await expect(page.getByRole('combobox', { name: 'Handler' })).toHaveCount(0);
  await expect(page.getByLabel('Memory limit')).toHaveCount(0);
  await expect(page.getByRole('region', { name: 'TypeScript worker' })).toContainText(name);
  await page.getByRole('button', { name: 'Register the use case' }).click();
  await expect(page).toHaveURL(`/use-cases/${name}?first=true`);
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
}

test('a team registers a remote use case, and two curl commands do its first job', async ({ page, request }) => {
  await registerRemote(page, NAME);
  await page.getByLabel('Payload').first().fill('{"video": "V-1"}');
  await page.getByRole('button', { name: 'Send a test job' }).first().click();
  const progress = page.getByRole('status').filter({ hasText: 'job_' });
  await expect(progress).toContainText('waiting');

  await page.getByRole('button', { name: 'Mint a key' }).click();
  const key = (await page.getByRole('region', { name: 'API key' }).textContent()) ?? '';
  const command = (await page.getByRole('region', { name: 'curl command' }).textContent()) ?? '';
  const [leaseUrl = '', ackUrl = ''] = [...command.matchAll(/curl -X POST (\S+)/g)].map(([, url]) => url);
  const [leaseBody = ''] = [...command.matchAll(/-d '(.*)'/g)].map(([, body]) => body);
  const headers = { authorization: `Bearer ${key}` };
  let leases: LeasedJob[] = [];
  // The engine hears of a new key and of a new use case within a second.
  await expect(async () => {
    const answer = await request.post(leaseUrl, { headers, data: JSON.parse(leaseBody) });
    expect(answer.status(), await answer.text()).toBe(200);
    leases = (await answer.json()).leases;
    expect(leases).toHaveLength(1);
  }).toPass({ timeout: 15_000, intervals: [100] });
  expect(leases[0]).toMatchObject({ useCase: NAME, payload: { video: 'V-1' }, attempt: 1 });
  await expect(progress).toContainText('A program holds it.');

  const { jobId, token } = leases[0] ?? {};
  const ack = await request.post(ackUrl, { headers, data: { leases: [{ jobId, token }] } });
  expect(await ack.json()).toEqual({ results: [{ jobId, status: 'done' }] });
  await expect(progress).toContainText('Started');

  await page.getByRole('button', { name: 'Close the first steps' }).click();
  await page.getByRole('group', { name: 'Which jobs' }).getByRole('button', { name: 'Done' }).click();
  await expect(page.locator(`a[href="/jobs/${jobId}"]`).filter({ visible: true })).toHaveCount(1);
  await page.getByRole('tab', { name: 'Settings' }).click();
  await expect(page.getByRole('tabpanel')).toContainText('Your own programs');
  await page.goto(`/use-cases/${NAME}/edit`);
  await expect(page.getByRole('combobox', { name: 'Handler' })).toHaveCount(0);
  await page.getByLabel('Attempts').fill('2');
  await page.getByRole('button', { name: 'Save 1 change' }).click();
  await expect(page).toHaveURL(new RegExp(`/use-cases/${NAME}\\?tab=changes`));
});

test("a team's own worker does what is sent from the page, and stops when it is told to", async ({ page, stack }) => {
  const name = `${NAME}-worker`;
  await registerRemote(page, name);
  const worker = fork(WORKER, [name], {
    env: stackEnv({ LEEWAY_ENGINE_URL: stack.engineUrl, LEEWAY_API_KEY: stack.apiKey }),
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const ended = once(worker, 'exit');
  try {
    await page.getByLabel('Payload').first().fill('{"video": "V-2"}');
    await page.getByRole('button', { name: 'Send a test job' }).first().click();
    await expect(page.getByRole('status').filter({ hasText: 'job_' })).toContainText(/Started .* after it could/);
  } finally {
    worker.kill('SIGTERM');
  }
  expect(await ended).toEqual([0, null]);
});
