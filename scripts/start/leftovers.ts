import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isSameProcess, markOf, type ProcessMark } from '@leeway/db/data-dir';

const LIMIT_MS = 35_000;
const POLL_MS = 50;

/** Writes down which processes belong to this run, for the case that it cannot end them itself. */
export function rememberParts(dataDir: string, pids: readonly number[]): void {
  writeFileSync(fileOf(dataDir), JSON.stringify(pids.map(markOf)));
}

export function forgetParts(dataDir: string): void {
  rmSync(fileOf(dataDir), { force: true });
}

/** Waits for the parts of a killed run, which stop by themselves, and ends those that do not. Returns how many there were. */
export async function endLeftovers(dataDir: string): Promise<number> {
  if (!existsSync(fileOf(dataDir))) return 0;
  const marks: ProcessMark[] = JSON.parse(readFileSync(fileOf(dataDir), 'utf8'));
  const alive = marks.filter(isSameProcess);
  for (const { pid } of alive) process.kill(pid, 'SIGTERM');
  for (const limitAt = Date.now() + LIMIT_MS; Date.now() < limitAt && alive.some(isSameProcess); ) await sleep(POLL_MS);
  for (const { pid } of alive.filter(isSameProcess)) process.kill(pid, 'SIGKILL');
  forgetParts(dataDir);
  return alive.length;
}

function fileOf(dataDir: string): string {
  return path.join(dataDir, 'parts.json');
}
