import { type Logger, pino } from 'pino';

export type Log = Logger;

/** JSON lines on standard output. Payloads never go in: ids only. */
export function createLog(name: string, level: string): Log {
  return pino({ name, level });
}
