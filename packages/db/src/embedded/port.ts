import { createServer } from 'node:net';
import { OperatorError } from '../operator-error.ts';

/** Whether a server could listen there now. */
export function isPortFree(port: number, host = '127.0.0.1'): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const server = createServer();
  server.once('error', () => resolve(false));
  server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  return promise;
}

export async function checkPortFree(port: number): Promise<void> {
  if (await isPortFree(port)) return;
  throw new OperatorError(
    `The database could not start: port ${port} is taken: stop what uses it, or set LEEWAY_PG_PORT to a free one.`,
  );
}

/** A port that the system just gave out and took back. */
export function pickFreePort(): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const server = createServer();
  server.once('error', reject);
  server.listen({ port: 0, host: '127.0.0.1' }, () => {
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    server.close(() => resolve(port));
  });
  return promise;
}
