import { createServer } from 'node:net';
import { OperatorError } from '../operator-error.ts';
import { findPortHolder } from './port-holder.ts';

/** Whether a server could listen there now. */
function isPortFree(port: number, host = '127.0.0.1'): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const server = createServer();
  server.once('error', () => resolve(false));
  server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  return promise;
}

export interface PortUse {
  /** Completes "… could not start". */
  readonly what: string;
  readonly port: number;
  readonly host?: string;
  /** The environment variable that moves it. */
  readonly variable: string;
}

/** An OperatorError names the port, who has it (where the system tells), and the variable. */
export async function checkPortFree({ what, port, host, variable }: PortUse): Promise<void> {
  if (await isPortFree(port, host)) return;
  const holder = findPortHolder(port);
  const who = holder === null ? '' : ` by ${holder}`;
  throw new OperatorError(
    `${what} could not start: port ${port} is taken${who}: stop that, or set ${variable} to a free port.`,
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
