import { expect, it } from 'vitest';
import { explainServerOutput } from './explain.ts';

const ATTEMPT = { dir: '/data/pg', doing: 'start', port: 5433 } as const;

it.each([
  [
    'FATAL:  could not write lock file "postmaster.pid": No space left on device',
    'no space is left on the disk of /data/pg: free some, or set LEEWAY_DATA_DIR to a folder on another disk.',
  ],
  [
    'LOG:  could not bind IPv4 address "127.0.0.1": Address already in use\nFATAL:  could not create any TCP/IP sockets',
    'port 5433 is taken: stop what uses it, or set LEEWAY_PG_PORT to a free one.',
  ],
  [
    'FATAL:  data directory "/data/pg" has wrong ownership',
    '/data/pg belongs to another user: start Leeway as the user who first did, or set LEEWAY_DATA_DIR to a new folder.',
  ],
  ['LOG:  starting\nFATAL:  a surprise\n', 'it said: FATAL:  a surprise'],
  ['', 'it said: nothing'],
])('turns %j into a line with a remedy', (output, reason) => {
  expect(explainServerOutput(output, ATTEMPT).message).toBe(`The database could not start: ${reason}`);
});
