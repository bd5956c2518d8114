import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export interface RunNote {
  readonly id: string;
  readonly attempt: number;
  /** `start` where the handler notes nothing else. */
  readonly what?: 'start' | 'signal' | 'end';
  readonly at: number;
  readonly why?: string;
}

export interface RunNotes {
  readonly file: string;
  read(): RunNote[];
  /** How often each job has started. */
  startsOf(id: string): number;
  remove(): void;
}

/** What handlers write down outside the system under test. */
export function createRunNotes(): RunNotes {
  const folder = mkdtempSync(path.join(tmpdir(), 'leeway-runs-'));
  const file = path.join(folder, 'runs.jsonl');
  writeFileSync(file, '');
  const read = (): RunNote[] =>
    readFileSync(file, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line));
  const isStart = (note: RunNote) => (note.what ?? 'start') === 'start';
  return {
    file,
    read,
    startsOf: (id) => read().filter((note) => note.id === id && isStart(note)).length,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
