import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import path from 'node:path';

const LISTENING = '0A';

/** Who listens on a port, such as "node, process 812"; null where the system does not tell. Linux only. */
export function findPortHolder(port: number): string | null {
  const sockets = new Set(['/proc/net/tcp', '/proc/net/tcp6'].flatMap((file) => listeningSockets(file, port)));
  if (sockets.size === 0) return null;
  const pid = processNumbers().find((candidate) => openFiles(candidate).some((file) => sockets.has(file)));
  return pid === undefined ? null : `${nameOf(pid)}, process ${pid}`;
}

function listeningSockets(file: string, port: number): string[] {
  const hexPort = port.toString(16).toUpperCase().padStart(4, '0');
  const lines = attempt(() => readFileSync(file, 'utf8').split('\n'), []);
  const fields = lines.map((line) => line.trim().split(/\s+/));
  return fields
    .filter(([, local, , state]) => state === LISTENING && local?.endsWith(`:${hexPort}`))
    .map((field) => `socket:[${field[9]}]`);
}

function processNumbers(): string[] {
  return attempt(() => readdirSync('/proc').filter((name) => /^\d+$/.test(name)), []);
}

function openFiles(pid: string): string[] {
  const names = attempt(() => readdirSync(`/proc/${pid}/fd`), []);
  return names.map((name) => attempt(() => readlinkSync(`/proc/${pid}/fd/${name}`), ''));
}

/** Of the program; the kernel's own short name is that of a thread. */
function nameOf(pid: string): string {
  const program = attempt(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')[0], '');
  return path.basename(program || 'unknown');
}

/** Processes end and belong to others while they are looked at: what cannot be read is not there. */
function attempt<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch {
    return otherwise;
  }
}
