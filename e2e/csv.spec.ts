import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { parse } from 'csv-parse/sync';
import { expect, test } from './journey.ts';

/** What the button saves, reached and pressed with the keyboard. */
async function downloadCsv(page: Page): Promise<{ name: string; rows: Record<string, string>[] }> {
  const button = page.getByRole('button', { name: 'Download CSV' });
  await button.focus();
  const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
  const text = await readFile(await download.path(), 'utf8');
  return { name: download.suggestedFilename(), rows: parse(text, { bom: true, columns: true }) };
}

test('use cases are saved as they are filtered and sorted', async ({ page }) => {
  await page.goto('/use-cases?team=payments&sort=name&desc=true');
  await expect(page.getByRole('row').filter({ hasText: 'send-receipt' })).toBeVisible();
  const { name, rows } = await downloadCsv(page);
  expect(name).toMatch(/^leeway-use-cases-\d{4}-\d\d-\d\dT\d{6}Z\.csv$/);
  const names = rows.map((row) => row['Use case']);
  expect(names).toContain('send-receipt');
  expect(names).toEqual([...names].sort((a = '', b = '') => b.localeCompare(a)));
  expect(new Set(rows.map((row) => row.Team))).toEqual(new Set(['payments']));
  expect(rows.find((row) => row['Use case'] === 'send-receipt')).toMatchObject({ 'Delay tolerance (ms)': '30000' });
  await expect(page.getByText(`${rows.length} rows saved as CSV`)).toBeVisible();
});

test('the log is saved whole, with nothing in it that a spreadsheet calculates', async ({ page, stack, request }) => {
  test.slow();
  const useCase = 'e2e-csv';
  const formula = '=HYPERLINK("https://evil.example.com","pay")';
  const call = async (procedure: string, json: object) => {
    const headers = { origin: stack.webUrl, 'x-leeway': '1' };
    const answer = await request.post(`${stack.webUrl}/api/trpc/useCase.${procedure}`, { headers, data: { json } });
    expect(answer.status(), await answer.text()).toBe(200);
  };
  await call('register', { name: useCase, team: 'payments', handler: 'send-receipt', delayToleranceMs: 60_000 });
  // More than a page on screen.
  for (let turn = 0; turn < 30; turn += 1) {
    await call('pause', { name: useCase, isPaused: true, reason: formula });
    await call('pause', { name: useCase, isPaused: false, reason: formula });
  }
  await page.goto(`/use-cases/${useCase}?tab=changes`);
  await expect(page.getByRole('button', { name: 'Show more' })).toBeVisible();
  const { name, rows } = await downloadCsv(page);
  expect(name).toMatch(/^leeway-changes-e2e-csv-/);
  const entries = new Set(rows.map((row) => row['Number of the entry']));
  expect(entries.size).toBe(61);
  expect(rows[0]).toMatchObject({ Action: 'useCase.resume', Name: useCase, Reason: `'${formula}` });
  expect(rows[0]?.['When (UTC)']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  expect(rows.at(-1)).toMatchObject({ Action: 'useCase.register' });
});

test('the reports are saved with their period and units, on a phone too', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto('/capacity?by=team');
  const capacity = await downloadCsv(page);
  expect(capacity.name).toMatch(/^leeway-capacity-by-team-hour-/);
  const payments = capacity.rows.find((row) => row.Team === 'payments');
  expect(Number(payments?.['CPU used (ms)'])).toBeGreaterThanOrEqual(0);
  const [from, to] = [payments?.['From (UTC)'], payments?.['To (UTC)']].map((text) => Date.parse(text ?? ''));
  const periodMs = (to ?? 0) - (from ?? 0);
  expect(periodMs).toBeGreaterThanOrEqual(3_600_000);
  expect(periodMs).toBeLessThan(3_720_000);
  await page.goto('/fairness');
  const fairness = await downloadCsv(page);
  expect(Object.keys(fairness.rows[0] ?? {})).toContain('Waited at CPU quota (ms)');
  expect(fairness.rows.length).toBeGreaterThan(0);
});
