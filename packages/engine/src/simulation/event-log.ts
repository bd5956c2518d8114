import { hashText } from './chance.ts';

/** What happened, in order: as a hash, so that two runs can be compared, and as lines where somebody wants to read them. */
export interface EventLog {
  add(atMs: number, line: string): void;
  /** 16 hex digits over everything so far. */
  hash(): string;
  readonly lines: readonly string[];
}

export function createEventLog(isKept: boolean): EventLog {
  const lines: string[] = [];
  let low = 0x811c9dc5;
  let high = 0x01000193;
  return {
    add: (atMs, line) => {
      const text = `${atMs.toFixed(3)} ${line}`;
      low = hashText(text, low);
      high = hashText(text, high ^ low);
      if (isKept) lines.push(text);
    },
    hash: () => hex(high) + hex(low),
    lines,
  };
}

function hex(value: number): string {
  return (value >>> 0).toString(16).padStart(8, '0');
}
