import { Client } from 'pg';
import { WAKE_CHANNEL } from '../queue/wake-owners.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Log } from '../runtime/log.ts';
import type { Service } from '../runtime/service.ts';

/** A connection that is half open says nothing: it is asked this often, and given up when it does not answer in time. */
const HEARTBEAT_MS = 5_000;
const RETRY_MS = 1_000;

export interface WakeListenerOptions {
  readonly connectionString: string;
  readonly clock: Clock;
  readonly log: Log;
  /** `payload`: which queues got jobs; empty: any may have. */
  readonly onWake: (payload: string) => void;
}

/** Hears wake-ups on a connection that does nothing else. While it is broken, polling finds what there is. */
export function createWakeListener({ connectionString, clock, log, onWake }: WakeListenerOptions): Service {
  let client: Client | null = null;
  let cancel: (() => void) | null = null;
  let isRunning = false;

  const later = (delayMs: number, call: () => void): void => {
    if (isRunning) cancel = clock.after(delayMs, call);
  };

  const giveUp = (broken: Client, error: unknown): void => {
    if (client !== broken) return;
    client = null;
    cancel?.();
    log.debug({ err: error }, 'wake-ups are not heard; connecting again');
    broken.end().catch(() => undefined);
    later(RETRY_MS, () => void connect());
  };

  const beat = async (listening: Client): Promise<void> => {
    try {
      await listening.query('select 1');
      if (client === listening) later(HEARTBEAT_MS, () => void beat(listening));
    } catch (error) {
      giveUp(listening, error);
    }
  };

  const connect = async (): Promise<void> => {
    const fresh = new Client({
      connectionString,
      application_name: 'leeway-listener',
      connectionTimeoutMillis: HEARTBEAT_MS,
      query_timeout: HEARTBEAT_MS,
      keepAlive: true,
    });
    client = fresh;
    fresh.on('error', (error) => giveUp(fresh, error));
    fresh.on('end', () => giveUp(fresh, new Error('the connection ended')));
    fresh.on('notification', ({ payload }) => onWake(payload ?? ''));
    try {
      await fresh.connect();
      await fresh.query(`listen ${WAKE_CHANNEL}`);
    } catch (error) {
      return giveUp(fresh, error);
    }
    // What was said while nobody listened.
    onWake('');
    later(HEARTBEAT_MS, () => void beat(fresh));
  };

  return {
    start: () => {
      isRunning = true;
      void connect();
    },
    stop: async () => {
      isRunning = false;
      cancel?.();
      const open = client;
      client = null;
      await open?.end().catch(() => undefined);
    },
  };
}
