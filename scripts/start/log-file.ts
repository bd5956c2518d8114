import { closeSync, existsSync, openSync, readSync, renameSync, rmSync, statSync } from 'node:fs';

const LARGEST_BYTES = 10 * 1024 * 1024;
const KEPT_COUNT = 3;
const TAIL_BYTES = 8_192;

/** Moves a log that has grown large to `.1`, `.2`, … and forgets the oldest. */
export function rotateLog(file: string): void {
  if (!existsSync(file) || statSync(file).size < LARGEST_BYTES) return;
  rmSync(`${file}.${KEPT_COUNT}`, { force: true });
  for (let number = KEPT_COUNT - 1; number >= 1; number -= 1) {
    if (existsSync(`${file}.${number}`)) renameSync(`${file}.${number}`, `${file}.${number + 1}`);
  }
  renameSync(file, `${file}.1`);
}

/** The last lines that were written from a position on. */
export function lastLines(file: string, fromByte: number, lineCount: number): string {
  const end = statSync(file).size;
  const start = Math.max(fromByte, end - TAIL_BYTES);
  const buffer = Buffer.alloc(Math.max(0, end - start));
  const handle = openSync(file, 'r');
  readSync(handle, buffer, 0, buffer.length, start);
  closeSync(handle);
  return buffer.toString('utf8').trimEnd().split('\n').slice(-lineCount).join('\n');
}
