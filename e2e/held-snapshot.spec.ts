import { findEmbeddedPostgres } from '@leeway/db/embedded';
import { createPool } from '@leeway/db/pool';
import { findOverhanging, findViolations } from './find-violations.ts';
import { expect, test } from './journey.ts';

test('a snapshot that somebody holds is named on the overview, with what to do, until it is over', async ({
  page,
  stack,
}) => {
  const connectionString = (await findEmbeddedPostgres(stack.dataDir)) ?? '';
  const pool = createPool({ connectionString, max: 1, applicationName: 'forgotten report' });
  const holder = await pool.connect();
  try {
    await holder.query('begin isolation level repeatable read');
    await holder.query("select count(*), 'the secret of the report' as note from use_case");
    const { rows } = await holder.query<{ pid: number }>('select pg_backend_pid() as pid');
    await page.goto('/');
    const alarm = page.getByRole('region', { name: 'Alarm' });
    await expect(alarm).toContainText('holds a snapshot', { timeout: 30_000 });
    await expect(alarm).toContainText('forgotten report');
    await expect(alarm).toContainText(`select pg_terminate_backend(${rows[0]?.pid})`);
    await expect(alarm).not.toContainText('secret of the report');
    await test.step('it can be read by everybody, on a desk and on a phone', async () => {
      for (const [width, colorScheme] of [
        [1440, 'light'],
        [390, 'dark'],
        [320, 'light'],
      ] as const) {
        await page.setViewportSize({ width, height: 844 });
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme);
        expect(await findViolations(page, '[aria-label=Alarm]')).toEqual([]);
        await expect.poll(() => findOverhanging(page)).toEqual([]);
      }
    });
    await holder.query('commit');
    await expect(alarm).toBeHidden({ timeout: 30_000 });
  } finally {
    holder.release(true);
    await pool.end();
  }
});
