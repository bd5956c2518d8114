import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { createRandom } from '@leeway/trace/random';
import { openLedgerFile } from '../ledger/ledger-file.ts';
import type { InvokeRecord, OutcomeRecord } from '../ledger/read-submissions.ts';
import type { AllowanceMessage, ClientSettings, EndMessage, ProgressMessage } from './client-settings.ts';
import { type PlannedCall, planCall } from './plan-call.ts';
import { createSubmit, type Outcome, type Request } from './submit.ts';

const settings = JSON.parse(process.argv[2] ?? '{}') as ClientSettings;
const ledger = openLedgerFile(settings.ledgerFile);
const random = createRandom(settings.seed, settings.clientNo, settings.firstMarker);
const submit = createSubmit(settings);
const AFTER_FAILURE_MS = 50;
const IDLE_MS = 5;
/** Calls without an Idempotency-Key, whose outcome stays unknown where no answer comes. */
const CARELESS_SHARE = 0.2;
const MAX_TRIES = 100;

let allowance = 0;
let acceptedCount = 0;
let submittedCount = 0;
let isOver = false;

process.on('message', (message: AllowanceMessage | EndMessage) => {
  if (message.kind === 'end') isOver = true;
  else allowance = message.jobCount;
});
process.on('disconnect', () => process.exit(0));

/** A call of new jobs; one with a key is repeated until it is answered, at whichever engine. */
async function callOnce(): Promise<void> {
  const first = settings.firstMarker + submittedCount;
  const planned = planCall(random, first, { ...settings, most: allowance - acceptedCount });
  submittedCount += planned.jobs.length;
  const request = toRequest(planned, random() < CARELESS_SHARE ? null : randomUUID());
  for (let tries = 1; tries <= MAX_TRIES; tries++) {
    const { op } = await tryOnce(request, first, tries);
    if (op === 'ok') return noteAccepted(planned.jobs.length);
    await sleep(AFTER_FAILURE_MS);
    if (request.key === null) return;
  }
}

/** Writes down what it is about to ask, asks, and writes down the answer. */
async function tryOnce(request: Request, first: number, tries: number): Promise<Outcome> {
  const call = `${settings.clientNo}-${first}-${tries}`;
  ledger.write({ op: 'invoke', call, first, count: request.jobs.length, at: Date.now() } satisfies InvokeRecord);
  const url = settings.urls[Math.floor(random() * settings.urls.length)] ?? '';
  const outcome = await submit(url, request);
  ledger.write({ ...outcome, call, at: Date.now() } satisfies OutcomeRecord);
  return outcome;
}

function noteAccepted(jobCount: number): void {
  acceptedCount += jobCount;
  process.send?.({ kind: 'progress', jobCount } satisfies ProgressMessage);
}

function toRequest({ useCase, jobs }: PlannedCall, key: string | null): Request {
  const now = Date.now();
  return {
    useCase,
    key,
    jobs: jobs.map(({ payload, aheadMs, delayToleranceMs }) => ({
      payload,
      delayToleranceMs,
      ...(aheadMs > 0 ? { availableAt: new Date(now + aheadMs).toISOString() } : {}),
    })),
  };
}

while (!isOver) {
  if (acceptedCount >= allowance) await sleep(IDLE_MS);
  else await callOnce();
}
process.exit(0);
