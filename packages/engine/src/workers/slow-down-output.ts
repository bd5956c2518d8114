import type { Readable } from 'node:stream';
import { LIMITS } from '@leeway/domain/limits';

const SECOND_MS = 1_000;

/** Reads a child's output no faster than it may print: more would take the engine's time. After `end` the rest is read at once: it fits into a pipe. */
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
    if (readBytes <= LIMITS.handlerOutputBytesPerSecond) return;
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
