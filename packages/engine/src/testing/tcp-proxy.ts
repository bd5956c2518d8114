import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** `blackhole`: everything vanishes, both ways. `mute`: what is asked arrives and is carried out, its answers vanish. */
export type ProxyMode = 'pass' | 'blackhole' | 'mute';

export interface TcpProxy {
  readonly connectionString: string;
  /** Cuts every connection and lets none through until `mend`. */
  cut(): void;
  /**
   * From now on bytes vanish while the connections stay open, as behind a host that is gone without a word. A connection
   * that lost bytes never works again, new ones do after `mend`.
   */
  swallow(mode: Exclude<ProxyMode, 'pass'>): void;
  mend(): void;
  close(): Promise<void>;
}

/** Stands between an engine and its store, so that a test can take the store away without touching the server. */
export async function startTcpProxy(connectionString: string): Promise<TcpProxy> {
  const target = new URL(connectionString);
  const sockets = new Set<Socket>();
  let isCut = false;
  let mode: ProxyMode = 'pass';

  const join = (client: Socket, upstream: Socket): void => {
    let stuckIn: ProxyMode = 'pass';
    const forward = (from: Socket, to: Socket, isAnswer: boolean): void => {
      sockets.add(from);
      from.on('data', (bytes) => {
        if (mode !== 'pass') stuckIn = mode;
        if (stuckIn === 'blackhole' || (stuckIn === 'mute' && isAnswer)) return;
        if (!to.write(bytes)) {
          from.pause();
          to.once('drain', () => from.resume());
        }
      });
      from.on('end', () => to.end());
      from.on('error', () => to.destroy());
      from.on('close', () => {
        sockets.delete(from);
        to.destroy();
      });
    };
    forward(client, upstream, false);
    forward(upstream, client, true);
  };

  const server = createServer((client) => {
    if (isCut) client.destroy();
    else join(client, connect(Number(target.port), target.hostname));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const through = new URL(connectionString);
  through.hostname = '127.0.0.1';
  through.port = String(address.port);
  const cutAll = () => {
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
    },
    close: async () => {
      cutAll();
      server.close();
      await once(server, 'close');
    },
  };
}
