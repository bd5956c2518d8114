import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** What the handler `hold-key` writes down; `parent` is the process of its engine. */
export interface KeyNote {
  readonly what: 'start' | 'end';
  readonly key: string;
  readonly id: string;
  readonly attempt: number;
  readonly at: number;
  readonly parent: number;
}

export interface KeyNotes {
  readonly file: string;
  read(): KeyNote[];
  /** Starts of a key. */
  startsOf(key: string): KeyNote[];
  /** How many jobs of a key ran at once at most. @param deaths when engines were killed, by process: their runs ended then */
  peakOf(key: string, deaths?: ReadonlyMap<number, number>): number;
  /** Lets whatever runs end. */
  release(): void;
  remove(): void;
}

export function createKeyNotes(): KeyNotes {
  const folder = mkdtempSync(path.join(tmpdir(), 'leeway-keys-'));
  const file = path.join(folder, 'runs.jsonl');
  writeFileSync(file, '');
  const read = (): KeyNote[] =>
    readFileSync(file, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line));
  return {
    file,
    read,
    startsOf: (key) => read().filter((note) => note.key === key && note.what === 'start'),
    peakOf: (key, deaths = new Map()) =>
      peak(
        read().filter((note) => note.key === key),
        deaths,
      ),
    release: () => writeFileSync(`${file}.over`, ''),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function peak(notes: readonly KeyNote[], deaths: ReadonlyMap<number, number>): number {
  let highest = 0;
  const running = new Map<string, KeyNote>();
  for (const note of notes) {
    for (const [run, { parent }] of running)
      if ((deaths.get(parent) ?? Number.POSITIVE_INFINITY) <= note.at) running.delete(run);
    const run = `${note.id} ${note.attempt} ${note.parent}`;
    if (note.what === 'start') running.set(run, note);
    else running.delete(run);
    highest = Math.max(highest, running.size);
  }
  return highest;
}
