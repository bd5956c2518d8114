import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { RECORD_BYTES } from '../handlers/record-format.ts';

export interface StartCollector {
  readonly port: number;
  count(): number;
  /** Delays from the planned submission to the handler's start, per group number, in ms. */
  take(): Map<number, number[]>;
  close(): Promise<void>;
}

/** Handlers of any process tell it when they started: see handlers/record-start.ts. */
export async function collectStarts(): Promise<StartCollector> {
  let delays = new Map<number, number[]>();
  let count = 0;
  const sockets = new Set<Socket>();

  const note = (group: number, delayMs: number): void => {
    const list = delays.get(group) ?? [];
    list.push(delayMs);
    delays.set(group, list);
    count += 1;
  };
  const server = createServer((socket) => {
    let rest: Buffer = Buffer.alloc(0);
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('data', (data) => {
      rest = rest.length === 0 ? data : Buffer.concat([rest, data]);
      let at = 0;
      for (; at + RECORD_BYTES <= rest.length; at += RECORD_BYTES)
        note(rest.readDoubleLE(at + 8), rest.readDoubleLE(at));
      rest = rest.subarray(at);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port for the collector');
  return {
    port: address.port,
    count: () => count,
    take: () => {
      const taken = delays;
      delays = new Map();
      count = 0;
      return taken;
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
