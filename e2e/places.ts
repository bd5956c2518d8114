import { type APIRequestContext, expect, type Page } from '@playwright/test';
import type { StackInfo } from './stack/stack-info.ts';

/** A page of the console, or a state of one that looks different. */
export interface Place {
  /** Kebab-case: names pictures as well. */
  readonly name: string;
  readonly path: string | ((world: World) => Promise<string>);
  readonly heading: string | RegExp;
  /** What to do once the page is there. */
  readonly open?: (page: Page) => Promise<void>;
  readonly isPublic?: boolean;
  /** What of it is new, where the rest is another place already. */
  readonly part?: string;
}

export interface World {
  readonly stack: StackInfo;
  readonly request: APIRequestContext;
}

const USE_CASE = '/use-cases/send-receipt';
const PANEL = '[role=tabpanel]';
const DIALOG = '[role=dialog]';

const untilDialog = (page: Page) => expect(page.getByRole('dialog')).toBeVisible();

/** Every route, and what opens on top of one. */
export const PLACES: readonly Place[] = [
  { name: 'sign-in', path: '/sign-in', heading: /on time/, isPublic: true },
  { name: 'overview', path: '/', heading: 'Overview' },
  { name: 'use-cases', path: '/use-cases', heading: 'Use cases' },
  { name: 'register', path: '/use-cases/new', heading: /Register/ },
  {
    name: 'register-remote',
    path: '/use-cases/new',
    heading: /Register/,
    open: async (page) => {
      await page.getByRole('radio', { name: /Your own programs/ }).click();
      await expect(page.getByRole('region', { name: 'TypeScript worker' })).toBeVisible();
    },
  },
  { name: 'use-case', path: USE_CASE, heading: /send-receipt/ },
  { name: 'use-case-settings', path: `${USE_CASE}?tab=settings`, heading: /send-receipt/, part: PANEL },
  {
    name: 'use-case-schedules',
    path: `${USE_CASE}?tab=schedules`,
    heading: /send-receipt/,
    part: PANEL,
    open: (page) => expect(page.getByRole('button', { name: 'Add a schedule' })).toBeVisible(),
  },
  {
    name: 'add-a-schedule',
    path: `${USE_CASE}?tab=schedules`,
    heading: /send-receipt/,
    part: DIALOG,
    open: async (page) => {
      await page.getByRole('button', { name: 'Add a schedule' }).click();
      await expect(page.getByRole('region', { name: 'Next fires' }).getByRole('row')).toHaveCount(6);
    },
  },
  { name: 'use-case-changes', path: `${USE_CASE}?tab=changes`, heading: /send-receipt/, part: PANEL },
  { name: 'use-case-submit', path: `${USE_CASE}?tab=submit`, heading: /send-receipt/, part: PANEL },
  { name: 'use-case-lease', path: registerRemote, heading: /places-remote/ },
  {
    name: 'use-case-bursts',
    path: `${USE_CASE}?tab=bursts`,
    heading: /send-receipt/,
    part: PANEL,
    open: (page) => expect(page.getByRole('heading', { name: 'Limits now' })).toBeVisible(),
  },
  { name: 'first-steps', path: `${USE_CASE}?first=true`, heading: /send-receipt/ },
  { name: 'edit', path: `${USE_CASE}/edit`, heading: /send-receipt/ },
  { name: 'job', path: submitFailingJob, heading: /./ },
  { name: 'grants', path: '/grants', heading: 'Grants' },
  { name: 'grant', path: grantBurst, heading: /Burst of places-burst/ },
  { name: 'downstreams', path: '/downstreams', heading: 'Downstreams' },
  {
    name: 'register-a-downstream',
    path: '/downstreams?register=true',
    heading: 'Downstreams',
    part: DIALOG,
    open: untilDialog,
  },
  { name: 'incident-mode', path: '/incident-mode', heading: 'Incident mode' },
  {
    name: 'start-incident-mode',
    path: '/incident-mode?start=true',
    heading: 'Incident mode',
    part: DIALOG,
    open: untilDialog,
  },
  { name: 'alerts', path: '/alerts', heading: 'Alerts' },
  {
    name: 'add-a-webhook',
    path: '/alerts',
    heading: 'Alerts',
    part: DIALOG,
    open: async (page) => {
      await page.getByRole('button', { name: 'Add a webhook' }).click();
      await untilDialog(page);
    },
  },
  { name: 'waiting', path: '/waiting', heading: 'Waiting' },
  { name: 'capacity', path: '/capacity', heading: 'Capacity' },
  {
    name: 'capacity-by-team',
    path: '/capacity?by=team&period=day',
    heading: 'Capacity',
    part: '[aria-label="Who used it"]',
  },
  { name: 'fairness', path: '/fairness?period=week', heading: 'Fairness' },
  { name: 'changes', path: '/changes', heading: 'Changes' },
  { name: 'keys', path: '/keys', heading: 'API keys' },
  {
    name: 'mint-a-key',
    path: '/keys?mint=true',
    heading: 'API keys',
    part: DIALOG,
    open: untilDialog,
  },
  {
    name: 'search',
    path: '/keys',
    heading: 'API keys',
    part: DIALOG,
    open: async (page) => {
      await page.getByRole('button', { name: 'Search' }).filter({ visible: true }).click();
      await untilDialog(page);
    },
  },
  { name: 'not-found', path: '/nowhere', heading: /./ },
];

/** Goes to a place and waits until everything that it reads is there. */
export async function openPlace(page: Page, place: Place, world: World): Promise<void> {
  if (place.isPublic) await page.context().clearCookies();
  await page.goto(typeof place.path === 'string' ? place.path : await place.path(world));
  await expect(
    page
      .getByRole('heading', { level: 1, name: place.heading })
      .or(page.getByRole('heading', { level: 2 }))
      .first(),
  ).toBeVisible();
  await expect(page.locator('[aria-busy=true]')).toHaveCount(0);
  await place.open?.(page);
  await untilStill(page);
}

/** Of the browser's `Animation`. */
interface Movement {
  readonly playState: string;
  readonly effect: { getComputedTiming(): { readonly endTime?: unknown } } | null;
}

/** What opens on top of a page comes in by a movement, and is smaller and paler until then. */
async function untilStill(page: Page): Promise<void> {
  const countMoving = () =>
    page.locator('html').evaluate((html) => {
      const moving = html
        .getAnimations({ subtree: true })
        .filter(
          ({ playState, effect }: Movement) =>
            playState === 'running' && effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY,
        );
      return html.querySelectorAll('[data-starting-style]').length + moving.length;
    });
  await expect.poll(countMoving, { intervals: [20] }).toBe(0);
}

/** A use case that its team's own programs run, with a job that one of them holds; whoever comes second finds it there. */
async function registerRemote({ stack, request }: World): Promise<string> {
  const name = 'places-remote';
  const registered = await request.post(`${stack.webUrl}/api/trpc/useCase.register`, {
    headers: { origin: stack.webUrl, 'x-leeway': '1' },
    data: { json: { name, team: 'data', runtime: 'remote', delayToleranceMs: 60_000 } },
  });
  expect([200, 400], await registered.text()).toContain(registered.status());
  const headers = { authorization: `Bearer ${stack.apiKey}` };
  await expect(async () => {
    const jobs = [{ payload: null }, { payload: null }];
    const submitted = await request.post(`${stack.engineUrl}/v1/use-cases/${name}/jobs`, { headers, data: { jobs } });
    expect(submitted.status(), await submitted.text()).toBe(201);
  }).toPass({ timeout: 15_000, intervals: [100] });
  await request.post(`${stack.engineUrl}/v1/leases`, { headers, data: { useCases: [name], seconds: 600 } });
  return `/use-cases/${name}?tab=lease`;
}

/** The page of a burst that is in force. */
async function grantBurst({ stack, request }: World): Promise<string> {
  const useCase = 'places-burst';
  const call = (verb: string, json: object) =>
    request.post(`${stack.webUrl}/api/trpc/${verb}`, {
      headers: { origin: stack.webUrl, 'x-leeway': '1' },
      data: { json },
    });
  const policy = { team: 'data', handler: 'synthetic', delayToleranceMs: 60_000, cpuQuotaMsPerSecond: 100 };
  const registered = await call('useCase.register', { name: useCase, ...policy });
  expect([200, 400], await registered.text()).toContain(registered.status());
  const why = { reason: 'A flood of refunds', incidentUrl: 'https://incidents.example.com/17' };
  const amounts = { cpuQuota: { factor: 3 } };
  const granted = await call('grant.grant', {
    ...{ useCase, trafficClass: 'incident', amounts, durationMs: 3_600_000, ...why },
  });
  expect(granted.status(), await granted.text()).toBe(200);
  return `/grants/${(await granted.json()).result.data.json.id}`;
}

/** Its page shows a failure, and keeps showing it: the first retry is hours away. */
async function submitFailingJob({ stack, request }: World): Promise<string> {
  const answer = await request.post(`${stack.engineUrl}/v1${USE_CASE}/jobs`, {
    headers: { authorization: `Bearer ${stack.apiKey}` },
    data: { jobs: [{ payload: { orderId: 17 } }] },
  });
  expect(answer.status(), await answer.text()).toBe(201);
  return `/jobs/${(await answer.json()).jobs[0].id}`;
}
