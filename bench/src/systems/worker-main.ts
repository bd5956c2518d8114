import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { SystemName } from '../words.ts';
import { workBullmq } from './bullmq/work.ts';
import { workGraphileWorker } from './graphile-worker/work.ts';
import { HANDLERS_DIR } from './handlers-dir.ts';
import { workPgBoss } from './pg-boss/work.ts';
import { workRaw } from './raw/work.ts';
import type { Work } from './work.ts';
import type { WorkerOrder, WorkerReport } from './worker-process.ts';

const REPORT_MS = 10;

const WORK: Partial<Record<SystemName, Work>> = {
  'graphile-worker': workGraphileWorker,
  'pg-boss': workPgBoss,
  bullmq: workBullmq,
  'bullmq-everysec': workBullmq,
  'bullmq-postgres': workBullmq,
  raw: workRaw,
};

function report(message: WorkerReport): void {
  // Who is told may be gone already.
  if (process.connected) process.send?.(message, () => undefined);
}

async function main(order: WorkerOrder): Promise<void> {
  const work = WORK[order.system];
  if (work === undefined) throw new Error(`no worker for ${order.system}`);
  const module = await import(pathToFileURL(path.join(HANDLERS_DIR, `${order.workload.handler}.ts`)).href);
  let handled = 0;
  let reported = 0;
  await work(order, module.default, (count) => {
    handled += count;
  });
  setInterval(() => {
    if (handled === reported) return;
    reported = handled;
    report({ kind: 'handled', count: handled });
  }, REPORT_MS);
  report({ kind: 'ready' });
}

process.on('disconnect', () => process.exit(0));
process.on('uncaughtException', (error) => report({ kind: 'failed', message: String(error) }));
process.on('unhandledRejection', (error) => report({ kind: 'failed', message: String(error) }));
main(JSON.parse(process.argv[2] ?? '{}')).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
});
