import type { Readable } from 'node:stream';

/** What a process may print in a second; whoever prints more waits in its own time, and costs the engine none. */
const BYTES_PER_SECOND = 1_048_576;
const SECOND_MS = 1_000;

/** Reads a child's output no faster than this. After `end` the rest is read at once: it fits into a pipe. */
export function slowDownOutput(output: Readable | null, onText: (text: string) => void): { end(): void } {
  let readBytes = 0;
  let timer: NodeJS.Timeout | null = null;
  let isOver = false;
  const goOn = (): void => {
    timer = null;
    readBytes = 0;
    output?.resume();
  };
  output?.on('data', (bytes: Buffer) => {
    onText(bytes.toString());
    readBytes += bytes.length;
    if (isOver || timer !== null) return;
    if (readBytes <= BYTES_PER_SECOND) return;
    output.pause();
    timer = setTimeout(goOn, SECOND_MS);
  });
  return {
    end: () => {
      isOver = true;
      if (timer !== null) clearTimeout(timer);
      goOn();
    },
  };
}
