import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from './journey.ts';
import { type RunningStack, startStack } from './stack/start-stack.ts';

// On a stack of its own: the other journeys go on while this one's control plane is gone.
let stack: RunningStack;
test.beforeAll(async () => {
  test.setTimeout(180_000);
  stack = await startStack({ args: ['--empty'] });
});
test.afterAll(() => stack.stop());

/** The launcher writes its parts down in the order of their start. */
function controlPlanePid(): number {
  return JSON.parse(readFileSync(path.join(stack.dataDir, 'parts.json'), 'utf8'))[0].pid;
}

async function signIn(page: Page): Promise<void> {
  await page.goto(`${stack.webUrl}/sign-in`);
  await page.getByLabel('E-mail').fill(stack.email);
  await page.getByLabel('Password').fill(stack.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

test('a page whose control plane is gone says how old its figures are, and recovers by itself', async ({
  strangerPage: page,
}) => {
  await signIn(page);
  const live = page.getByText('Live', { exact: true });
  const health = page.getByRole('region', { name: 'Health of the tier' });
  await expect(live).toBeVisible();

  await test.step('it hangs', async () => {
    process.kill(controlPlanePid(), 'SIGSTOP');
    await expect(page.getByText(/^Old \d+ s/)).toBeVisible({ timeout: 40_000 });
    await expect(health).toContainText('What holds now is unknown');
    process.kill(controlPlanePid(), 'SIGCONT');
    await expect(live).toBeVisible({ timeout: 40_000 });
    await expect(health).not.toContainText('unknown');
  });

  await test.step('it is killed, and started again by the launcher', async () => {
    process.kill(controlPlanePid(), 'SIGKILL');
    await expect.poll(answers, { intervals: [50] }).toBe(false);
    await expect.poll(answers, { timeout: 40_000 }).toBe(true);
    const shownBefore = await page.getByTitle(/^As of/).getAttribute('title');
    await expect(page.getByTitle(/^As of/)).not.toHaveAttribute('title', shownBefore ?? '', { timeout: 40_000 });
    await expect(live).toBeVisible();
    await expect(health).not.toContainText('unknown');
  });
});

async function answers(): Promise<boolean> {
  return await fetch(`${stack.apiUrl}/healthz`).then(
    ({ ok }) => ok,
    () => false,
  );
}
