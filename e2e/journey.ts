import { test as base, type Page, request } from '@playwright/test';
import { readPublishedStack } from './env.ts';
import type { StackInfo } from './stack/stack-info.ts';

interface JourneyFixtures {
  /** A page of somebody who has not signed in. */
  readonly strangerPage: Page;
}

interface JourneyWorkerFixtures {
  readonly stack: StackInfo;
  readonly session: Awaited<ReturnType<typeof signIn>>;
}

/** A test whose `page` is signed in as the demo's person, on the stack that the run shares. */
export const test = base.extend<JourneyFixtures, JourneyWorkerFixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from this pattern
  stack: [async ({}, use) => use(readPublishedStack()), { scope: 'worker' }],
  session: [async ({ stack }, use) => use(await signIn(stack)), { scope: 'worker' }],
  baseURL: async ({ stack }, use) => use(stack.webUrl),
  storageState: async ({ session }, use) => use(session),
  strangerPage: async ({ browser, stack }, use) => {
    const context = await browser.newContext({ baseURL: stack.webUrl, storageState: { cookies: [], origins: [] } });
    await use(await context.newPage());
    await context.close();
  },
});
export { expect } from '@playwright/test';

/** Over HTTP, once per worker: only the sign-in's own journey needs the form. */
async function signIn({ webUrl, email, password }: StackInfo) {
  const context = await request.newContext({ baseURL: webUrl, extraHTTPHeaders: { origin: webUrl } });
  const answer = await context.post('/api/auth/sign-in/email', { data: { email, password } });
  if (!answer.ok()) throw new Error(`Signing in answered ${answer.status()}: ${await answer.text()}`);
  const state = await context.storageState();
  await context.dispose();
  return state;
}
