import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export interface Start {
  readonly startedAt: number;
  /** From when it was to be sent until it started. */
  readonly delayMs: number;
}

const MINUTE_MS = 60_000;

/** What has started in a stretch of time. Reads the files of its minutes alone. */
export function readStarts(
  folder: string,
  { fromAt, toAt }: { readonly fromAt: number; readonly toAt: number },
): Start[] {
  const starts: Start[] = [];
  for (const name of readdirSync(folder)) {
    const minuteAt = Number(name.split('-', 1)[0]) * MINUTE_MS;
    if (minuteAt >= toAt || minuteAt + MINUTE_MS <= fromAt) continue;
    const lines = readFileSync(path.join(folder, name), 'utf8').split('\n');
    lines.pop();
    for (const line of lines) {
      const space = line.indexOf(' ');
      const startedAt = Number(line.slice(0, space));
      if (startedAt >= fromAt && startedAt < toAt)
        starts.push({ startedAt, delayMs: startedAt - Number(line.slice(space + 1)) });
    }
  }
  return starts;
}
