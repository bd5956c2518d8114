import { connect, type Socket } from 'node:net';
import { RECORD_BYTES } from './record-format.ts';

interface RecordPayload {
  /** When the job should have been submitted, on the machine's monotonic clock. */
  readonly dueMs: number;
  /** Where starts are collected. */
  readonly port: number;
  readonly group: number;
}

const sockets = new Map<number, Socket>();

function socketTo(port: number): Socket {
  const open = sockets.get(port);
  if (open !== undefined) return open;
  const socket = connect(port, '127.0.0.1');
  socket.setNoDelay(true);
  socket.on('error', () => undefined);
  socket.unref();
  sockets.set(port, socket);
  return socket;
}

/** Tells the collector how long after its planned submission this job started. */
export default function recordStart({ dueMs, port, group }: RecordPayload): void {
  const startedMs = Number(process.hrtime.bigint()) / 1e6;
  const record = Buffer.allocUnsafe(RECORD_BYTES);
  record.writeDoubleLE(startedMs - dueMs, 0);
  record.writeDoubleLE(group, 8);
  socketTo(port).write(record);
}
