import { once } from 'node:events';
import type { Socket } from 'node:net';
import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises';

/** Of one chunk so many bytes travel in pieces, the rest at once: else a large answer took minutes. */
const PIECES_UP_TO_BYTES = 4_000;

/**
 * `blackhole`: everything vanishes, both ways. `mute`: what is asked arrives and is carried out, its answers vanish.
 * `hold`: everything arrives, but only after `mend`, though its sender may have given up by then.
 */
export type ProxyMode = 'pass' | 'blackhole' | 'mute' | 'hold';

/** How bytes travel while they pass. */
export interface LinkShape {
  /** Each way. */
  readonly delayMs: number;
  /** In pieces of this many bytes, each in a turn of its own; null: as they come. */
  readonly pieceBytes: number | null;
}

/** One way of one connection. */
export interface Direction {
  /** Resolves when the bytes are on their way, or gone; those that are held count as on their way. */
  send(bytes: Buffer): Promise<void>;
  /** The sender has ended: its receiver hears so after what was sent before. */
  end(): Promise<void>;
  /** What is held goes on. */
  release(): void;
  /** What is held is gone. */
  abandon(): void;
}

export interface DirectionOptions {
  readonly mode: () => ProxyMode;
  readonly link: () => LinkShape;
  readonly isAnswer: boolean;
}

export function createDirection(to: Socket, { mode, link, isAnswer }: DirectionOptions): Direction {
  let isLost = false;
  let held: Buffer[] = [];
  let released: Promise<void> | null = null;
  let release: () => void = () => undefined;

  const isSwallowed = (): boolean => {
    if (mode() === 'blackhole' || (mode() === 'mute' && isAnswer)) isLost = true;
    return isLost;
  };

  const write = async (bytes: Buffer): Promise<void> => {
    if (to.destroyed || !to.writable) return;
    if (!to.write(bytes)) await Promise.race([once(to, 'drain'), once(to, 'close')]).catch(() => undefined);
  };

  const pass = async (bytes: Buffer): Promise<void> => {
    const { delayMs, pieceBytes } = link();
    if (delayMs > 0) await sleep(delayMs);
    if (pieceBytes === null) return await write(bytes);
    const pieced = Math.min(bytes.length, PIECES_UP_TO_BYTES);
    for (let at = 0; at < pieced; at += pieceBytes) {
      await write(bytes.subarray(at, Math.min(pieced, at + pieceBytes)));
      await turn();
    }
    if (bytes.length > pieced) await write(bytes.subarray(pieced));
  };

  const hold = (bytes: Buffer): void => {
    held.push(bytes);
    released ??= new Promise((resolve) => {
      release = resolve;
    });
  };

  return {
    send: async (bytes) => {
      if (isSwallowed()) return;
      if (mode() === 'hold' || released !== null) hold(bytes);
      else await pass(bytes);
    },
    end: async () => {
      await released;
      to.end();
      // One that does not end by itself has lost what would have told it to.
      if (isLost) to.destroy();
    },
    release: () => {
      const all = Buffer.concat(held);
      held = [];
      void write(all).then(() => {
        released = null;
        release();
      });
    },
    abandon: () => {
      held = [];
      released = null;
      release();
    },
  };
}
