import type { Browser, BrowserContext, Page } from '@playwright/test';
import { findViolations } from './find-violations.ts';
import { expect, test } from './journey.ts';
import { openPlace, PLACES } from './places.ts';

const HOUR = 3_600_000;
/** Pages on which ages, instants or countdowns stand. */
const TIMED = ['overview', 'use-cases', 'use-case', 'use-case-schedules', 'use-case-changes', 'use-case-bursts', 'job'];
const MORE = ['grants', 'grant', 'incident-mode', 'alerts', 'waiting', 'capacity', 'fairness', 'changes', 'keys'];
const UNITS: Readonly<Record<string, number>> = { s: 1_000, min: 60_000, h: HOUR, d: 24 * HOUR };
/** A relative time is cut to its unit, and the page is looked at a little later. */
const SLACK_MS = 30_000;

/** What of a page's relative times does not fit its instant by the right clock. */
async function findWrongAges(page: Page): Promise<string[]> {
  const times = await page
    .locator('time[datetime]')
    .evaluateAll((found) =>
      found.map((time) => ({ at: Date.parse(time.getAttribute('datetime') ?? ''), text: time.textContent ?? '' })),
    );
  const now = Date.now();
  return times
    .filter(({ at, text }) => !fits(text, at - now))
    .map(({ at, text }) => `${text} for ${new Date(at).toISOString()}`);
}

/** Whether `12 s ago` or `in 5 min` may be said of what is so far ahead; what is no relative time may. */
function fits(text: string, aheadMs: number): boolean {
  if (text === 'just now') return Math.abs(aheadMs) <= SLACK_MS;
  const [, future, count, unit] = /^(in )?(\d+) (s|min|h|d)(?: ago)?$/.exec(text) ?? [];
  const unitMs = UNITS[unit ?? ''];
  if (unitMs === undefined) return true;
  const saidMs = Number(count) * unitMs * (future === undefined ? -1 : 1);
  return Math.abs(aheadMs - saidMs) <= unitMs + SLACK_MS;
}

interface Skewed {
  readonly browser: Browser;
  readonly webUrl: string;
  readonly session: Awaited<ReturnType<BrowserContext['storageState']>>;
  readonly aheadMs: number;
}

/** A page in a browser whose clock is wrong by so much. */
async function openSkewed({ browser, webUrl, session, aheadMs }: Skewed): Promise<Page> {
  const context = await browser.newContext({ baseURL: webUrl, storageState: session });
  await context.addInitScript((shiftMs) => {
    globalThis.Date = new Proxy(Date, {
      construct: (right, given) =>
        given.length === 0 ? new right(right.now() + shiftMs) : Reflect.construct(right, given),
      get: (right, name) => (name === 'now' ? () => right.now() + shiftMs : Reflect.get(right, name)),
    });
  }, aheadMs);
  return context.newPage();
}

for (const [what, aheadMs, places] of [
  ['an hour ahead', HOUR, [...TIMED, ...MORE]],
  ['an hour behind', -HOUR, ['use-case', 'job', 'grant']],
] as const)
  test(`on a device whose clock is ${what} every page goes by the tier’s, and says so`, async ({
    browser,
    stack,
    session,
    request,
  }) => {
    test.slow();
    const page = await openSkewed({ browser, webUrl: stack.webUrl, session, aheadMs });
    const notice = page.getByText(/The clock of this device is 1 h .* the tier’s/);
    let seenCount = 0;
    for (const place of PLACES.filter(({ name }) => places.some((wanted) => wanted === name))) {
      await openPlace(page, place, { stack, request });
      await expect(notice, place.name).toContainText(aheadMs > 0 ? 'ahead of' : 'behind');
      await expect.poll(() => findWrongAges(page), place.name).toEqual([]);
      seenCount += await page.locator('time[datetime]').count();
    }
    expect(seenCount).toBeGreaterThan(places.length);
    await page.goto('/');
    await expect(page.locator('[data-live=live]')).toBeVisible();
    await expect(notice).toBeVisible();
    expect(await findViolations(page, 'main')).toEqual([]);
    await page.context().close();
  });

test('of a clock that is right nothing is said', async ({ page }) => {
  await page.goto('/changes');
  await expect(page.locator('time[datetime]').first()).toContainText(/ago|just now/);
  // Several answers have told the tier's clock by then.
  for (let count = 0; count < 3; count++) await page.waitForResponse((answer) => answer.url().includes('incidentMode'));
  await expect(page.getByText(/clock of this device/)).toHaveCount(0);
  expect(await findWrongAges(page)).toEqual([]);
});

test('a clock that is set while the page is open is noticed', async ({ page }) => {
  await page.addInitScript(() => {
    const right = Date.now;
    Date.now = () => right() + Number(sessionStorage.getItem('shift') ?? 0);
  });
  await page.goto('/changes');
  await expect(page.locator('time[datetime]').first()).toContainText(/ago|just now/);
  await page.evaluate(() => sessionStorage.setItem('shift', String(3_600_000)));
  await expect(page.getByText(/The clock of this device is 1 h ahead of/)).toBeVisible();
  await expect.poll(() => findWrongAges(page)).toEqual([]);
});
