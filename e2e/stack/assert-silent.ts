import { connect } from 'node:net';

/** Rejects where something still listens: a part that outlived its launcher. */
export async function assertSilent(ports: Readonly<Record<string, number>>): Promise<void> {
  for (const [name, port] of Object.entries(ports)) {
    if (await answers(port)) throw new Error(`Still running after the stop: ${name}, on port ${port}`);
  }
}

function answers(port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = connect({ port, host: '127.0.0.1' });
  socket.once('connect', () => resolve(true));
  socket.once('error', () => resolve(false));
  return promise.finally(() => socket.destroy());
}
