import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Run } from './ledger.ts';

type OpenRun = { -readonly [Key in keyof Run]: Run[Key] };

/** Reads what handlers wrote, one file per worker process, named `<engine>-<worker>-<start>.log`. */
export function readRuns(folder: string): Run[] {
  const runs: Run[] = [];
  for (const name of readdirSync(folder)) {
    const [enginePid, pid] = name.split('-').map(Number);
    for (const run of parseRuns(readFileSync(path.join(folder, name), 'utf8'), pid ?? 0, enginePid ?? 0))
      runs.push(run);
  }
  return runs;
}

/** A process runs one job at a time, so an end belongs to the start before it; a torn last line is none. */
export function parseRuns(text: string, pid: number, enginePid: number): Run[] {
  const runs: OpenRun[] = [];
  const lines = text.split('\n');
  lines.pop();
  for (const line of lines) {
    const fields = line.split(' ');
    const last = runs.at(-1);
    if (fields[0] === 's') runs.push(toRun(fields, pid, enginePid));
    else if (fields[0] === 'e' && last !== undefined && last.id === fields[1]) {
      last.endedAt = Number(fields[3]);
      last.isOk = fields[4] === '1';
    }
  }
  return runs;
}

function toRun(
  [, id = '', attempt, token = '', marker, at]: readonly string[],
  pid: number,
  enginePid: number,
): OpenRun {
  const [epoch, number] = token.split('-').map(Number);
  return {
    id,
    attempt: Number(attempt),
    epoch: epoch ?? 0,
    token: number ?? 0,
    marker: Number(marker),
    startedAt: Number(at),
    endedAt: null,
    isOk: false,
    pid,
    enginePid,
  };
}
