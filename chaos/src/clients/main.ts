import { setTimeout as sleep } from 'node:timers/promises';
import { createRandom } from '@leeway/trace/random';
import { openLedgerFile } from '../ledger/ledger-file.ts';
import type { InvokeRecord, OutcomeRecord } from '../ledger/read-submissions.ts';
import type { AllowanceMessage, ClientSettings, EndMessage, ProgressMessage } from './client-settings.ts';
import { planCall } from './plan-call.ts';
import { createSubmit } from './submit.ts';

const settings = JSON.parse(process.argv[2] ?? '{}') as ClientSettings;
const ledger = openLedgerFile(settings.ledgerFile);
const random = createRandom(settings.seed, settings.clientNo, settings.firstMarker);
const submit = createSubmit(settings);
const AFTER_FAILURE_MS = 50;
const IDLE_MS = 5;

let allowance = 0;
let acceptedCount = 0;
let submittedCount = 0;
let isOver = false;

process.on('message', (message: AllowanceMessage | EndMessage) => {
  if (message.kind === 'end') isOver = true;
  else allowance = message.jobCount;
});
process.on('disconnect', () => process.exit(0));

/** Writes down what it is about to ask, asks, and writes down the answer; one call after another. */
async function callOnce(): Promise<boolean> {
  const first = settings.firstMarker + submittedCount;
  const planned = planCall(random, first, settings.useCases, allowance - acceptedCount);
  const count = planned.jobs.length;
  const call = `${settings.clientNo}-${first}`;
  submittedCount += count;
  ledger.write({ op: 'invoke', call, first, count, at: Date.now() } satisfies InvokeRecord);
  const url = settings.urls[Math.floor(random() * settings.urls.length)] ?? '';
  const outcome = await submit(url, planned);
  ledger.write({ ...outcome, call, at: Date.now() } satisfies OutcomeRecord);
  if (outcome.op !== 'ok') return false;
  acceptedCount += count;
  process.send?.({ kind: 'progress', jobCount: count } satisfies ProgressMessage);
  return true;
}

while (!isOver) {
  if (acceptedCount >= allowance) await sleep(IDLE_MS);
  else if (!(await callOnce())) await sleep(AFTER_FAILURE_MS);
}
process.exit(0);
