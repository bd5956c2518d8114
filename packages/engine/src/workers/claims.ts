import { closeSync, openSync, readSync, unlinkSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Where files live in memory, and where they may live else. */
const FOLDERS = ['/dev/shm', tmpdir()];
const CELL_BYTES = 8;
const BEGUN = 0;
const RECALLED = CELL_BYTES;

/**
 * Two numbers that an engine shares with one of its worker processes: of the bundle that the worker began last, and up to which
 * the engine wants none begun any more. The worker writes the first before it begins a bundle and reads the second after that;
 * the engine writes the second and reads the first after that. So at least one of them sees what the other wrote: no bundle
 * is both begun and thought not to be, even while a handler blocks its process. It is a file without a name, because that is
 * what two processes can share.
 */
export interface Claims {
  /** For the worker's process to inherit. */
  readonly fd: number;
  begun(): number;
  /** @returns the last one that may have begun; those after it never will */
  recall(upTo: number): number;
  close(): void;
}

/** @param name of the file as long as it has one @throws where no file can be made */
export function createClaims(name: string): Claims {
  const fd = openNameless(`leeway-${name}`);
  writeCell(fd, RECALLED, 0);
  writeCell(fd, BEGUN, 0);
  let isOpen = true;
  return {
    fd,
    begun: () => readCell(fd, BEGUN),
    recall: (upTo) => {
      writeCell(fd, RECALLED, upTo);
      return readCell(fd, BEGUN);
    },
    close: () => {
      if (isOpen) closeSync(fd);
      isOpen = false;
    },
  };
}

/** The worker's side: whether this bundle may begin. */
export function beginClaimed(fd: number, no: number): boolean {
  writeCell(fd, BEGUN, no);
  return no > readCell(fd, RECALLED);
}

function openNameless(name: string): number {
  let refusal: unknown;
  for (const folder of FOLDERS) {
    const file = path.join(folder, name);
    try {
      const fd = openSync(file, 'wx+', 0o600);
      unlinkSync(file);
      return fd;
    } catch (error) {
      refusal = error;
    }
  }
  throw new Error(`no file can be made in ${FOLDERS.join(' or ')}, and engines share one with each worker process`, {
    cause: refusal,
  });
}

const cell = new Float64Array(1);

function writeCell(fd: number, position: number, value: number): void {
  cell[0] = value;
  writeSync(fd, cell, 0, CELL_BYTES, position);
}

function readCell(fd: number, position: number): number {
  cell[0] = 0;
  readSync(fd, cell, 0, CELL_BYTES, position);
  return cell[0];
}
