import { fdatasyncSync, openSync, readdirSync, readFileSync, writeSync } from 'node:fs';
import path from 'node:path';

export interface LedgerFile {
  /** On disk when it returns. */
  write(record: unknown): void;
}

/** An append-only file of JSON lines, each on disk before the next thing is done. */
export function openLedgerFile(file: string): LedgerFile {
  const handle = openSync(file, 'a');
  return {
    write: (record) => {
      writeSync(handle, `${JSON.stringify(record)}\n`);
      fdatasyncSync(handle);
    },
  };
}

/** Every whole line of the files with this beginning; what a kill cut off in the middle was not written. */
export function* readLedgerFiles<Item>(folder: string, prefix: string): Generator<Item> {
  for (const name of readdirSync(folder).filter((each) => each.startsWith(prefix))) {
    const lines = readFileSync(path.join(folder, name), 'utf8').split('\n');
    lines.pop();
    for (const line of lines) yield JSON.parse(line) as Item;
  }
}
