import { createHmac, timingSafeEqual } from 'node:crypto';
import { open, readFile } from 'node:fs/promises';

/** The head of the log as it was at an instant: what is kept outside the database, one JSON line each. */
export interface HeadNote {
  /** ISO, on the clock of whoever noted it. */
  readonly at: string;
  /** Which database. */
  readonly store: string;
  readonly seq: number;
  /** Hex. */
  readonly hash: string;
}

export interface HeadNotes {
  /** In the order of the file. */
  readonly notes: readonly HeadNote[];
  /** Lines that nobody with this secret wrote as they are. */
  readonly unsignedCount: number;
}

/** Appends one line and waits until it is on the disk. A line that was cut short by a crash before stays one of its own. */
export async function appendNote(file: string, secret: string, note: HeadNote): Promise<void> {
  const { at, store, seq, hash } = note;
  const line = JSON.stringify({ at, store, seq, hash, signature: sign(note, secret) });
  const handle = await open(file, 'a+', 0o600);
  try {
    const { size } = await handle.stat();
    const last = Buffer.alloc(1);
    if (size > 0) await handle.read(last, 0, 1, size - 1);
    await handle.appendFile(`${size > 0 && last.toString() !== '\n' ? '\n' : ''}${line}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** None where there is no such file. */
export async function readNotes(file: string, secret: string): Promise<HeadNotes> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  const lines = text.split('\n').filter((line) => line !== '');
  const notes = lines.flatMap((line) => readLine(line, secret));
  return { notes, unsignedCount: lines.length - notes.length };
}

/** What was signed is as it was written: only its signature has to be looked at. */
function readLine(text: string, secret: string): HeadNote[] {
  const { at, store, seq, hash, signature } = parse(text);
  const note = { at, store, seq, hash } as HeadNote;
  const expected = Buffer.from(sign(note, secret));
  const given = Buffer.from(String(signature));
  return given.length === expected.length && timingSafeEqual(given, expected) ? [note] : [];
}

function parse(text: string): Readonly<Record<string, unknown>> {
  try {
    return { ...JSON.parse(text) };
  } catch {
    return {};
  }
}

/** The deployment's secret signs other things too; the words before keep one kind from being taken for another. */
function sign({ at, store, seq, hash }: HeadNote, secret: string): string {
  return createHmac('sha256', secret)
    .update(`leeway audit head\n${JSON.stringify([at, store, seq, hash])}`)
    .digest('hex');
}
