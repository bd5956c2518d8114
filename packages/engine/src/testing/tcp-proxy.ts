import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { createDirection, type Direction, type LinkShape, type ProxyMode } from './proxy-direction.ts';

export const PLAIN_LINK: LinkShape = { delayMs: 0, pieceBytes: null };

export interface TcpProxy {
  readonly connectionString: string;
  /** Cuts every connection and lets none through until `mend`. */
  cut(): void;
  /**
   * From now on bytes vanish, or stay under way, while the connections stay open, as behind a host that is gone without a word. A
   * connection that lost bytes never works again, new ones do after `mend`.
   */
  swallow(mode: Exclude<ProxyMode, 'pass'>): void;
  mend(): void;
  shape(link: LinkShape): void;
  /** Where new connections go from now on; those that are open end. */
  pointTo(port: number): void;
  close(): Promise<void>;
}

/** Stands between an engine and its store, so that a test can take the store away without touching the server. */
export async function startTcpProxy(connectionString: string): Promise<TcpProxy> {
  const target = new URL(connectionString);
  const sockets = new Set<Socket>();
  const directions = new Set<Direction>();
  let isCut = false;
  let mode: ProxyMode = 'pass';
  let link = PLAIN_LINK;
  let port = Number(target.port);

  const join = (client: Socket, upstream: Socket): void => {
    const now = { mode: () => mode, link: () => link };
    for (const [from, to, isAnswer] of [
      [client, upstream, false],
      [upstream, client, true],
    ] as const) {
      sockets.add(from);
      from.setNoDelay(true);
      const direction = createDirection(to, { ...now, isAnswer });
      directions.add(direction);
      from.on('data', (bytes) => {
        from.pause();
        void direction.send(bytes).then(() => from.resume());
      });
      from.on('error', () => from.destroy());
      from.on('close', () => {
        sockets.delete(from);
        void direction.end().then(() => directions.delete(direction));
      });
    }
  };

  const server = createServer((client) => {
    if (isCut) client.destroy();
    else join(client, connect(port, target.hostname));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const through = new URL(connectionString);
  through.hostname = '127.0.0.1';
  through.port = String(address.port);
  const cutAll = () => {
    for (const direction of directions) direction.abandon();
    for (const socket of sockets) socket.destroy();
  };
  return {
    connectionString: through.href,
    cut: () => {
      isCut = true;
      cutAll();
    },
    swallow: (how) => {
      mode = how;
    },
    mend: () => {
      isCut = false;
      mode = 'pass';
      for (const direction of directions) direction.release();
    },
    shape: (how) => {
      link = how;
    },
    pointTo: (newPort) => {
      port = newPort;
      cutAll();
    },
    close: async () => {
      cutAll();
      server.close();
      await once(server, 'close');
    },
  };
}
