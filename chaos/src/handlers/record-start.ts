import { appendFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';

/**
 * Copied into the handler folder of a run, as record-run is. Keeps when each job started and when it was sent, in ms: a
 * file for each minute of starts, so that reading one minute costs the same in the first hour and in the last.
 */
const folder = path.join(import.meta.dirname, '..', 'starts');
mkdirSync(folder, { recursive: true });
const WRITE_MS = 200;
const MINUTE_MS = 60_000;

const lines = new Map<number, string>();
setInterval(() => {
  for (const [minute, text] of lines) appendFileSync(path.join(folder, `${minute}-${process.pid}.log`), text);
  lines.clear();
}, WRITE_MS);

export default function recordStart(sentAt: unknown): void {
  const now = Date.now();
  const minute = Math.floor(now / MINUTE_MS);
  lines.set(minute, `${lines.get(minute) ?? ''}${now} ${sentAt}\n`);
}
