import type { CommandStore } from '../../queue/command-store.ts';
import type { QueueStore } from '../../queue/queue-store.ts';
import type { Chance } from '../chance.ts';
import type { EventLog } from '../event-log.ts';
import type { SimulatedProcess } from '../simulated-process.ts';
import { commandStatements } from '../store/commands.ts';
import {
  type Outcome,
  type Session,
  type SimulatedStore,
  type Statement,
  StoreError,
} from '../store/simulated-store.ts';
import { type Statements, statements } from '../store/statements.ts';
import { BEGIN_AT, type VirtualTime } from '../virtual-time.ts';
import { NO_STORE_FAULTS, type StoreFaults } from './plan.ts';

/** As the engine sets it for its sessions. */
const STATEMENT_TIMEOUT_MS = 30_000;
const SLOW_COMMIT_MS = 4_000;

/** The server that the store runs on: it can be away, and what is under way then is undone. */
export interface StoreServer {
  readonly store: SimulatedStore;
  isUp: boolean;
  /** With what tells the other end that the connection broke. */
  readonly sessions: Map<Session, () => void>;
}

export interface StoreCallerOptions {
  readonly server: StoreServer;
  readonly process: SimulatedProcess;
  readonly time: VirtualTime;
  readonly chance: Chance;
  readonly log: EventLog;
  /** What goes wrong now; null: nothing. */
  readonly faults: () => StoreFaults | null;
  /** The network between this process and the store is cut. */
  readonly isCut: () => boolean;
}

/** Calls a statement of the store over a network that delays, reorders, loses and lies by silence. */
export type CallStore = <R>(name: string, statement: Statement<R>) => Promise<R>;

/** What the process hears of a call: the first of these, the others are too late. */
interface Caller<R> {
  resolve(delayMs: number, result: R): void;
  reject(delayMs: number, error: StoreError): void;
}

export function createStoreCaller(options: StoreCallerOptions): CallStore {
  const { server, process, time, chance, log } = options;

  const note = (text: string): void => log.add(time.now() - BEGIN_AT, `${process.name} ${text}`);
  const travelMs = (faults: StoreFaults): number =>
    chance.happens(faults.slow) ? chance.next() * 300 : 0.1 + chance.next() * 0.5;
  const brokenOff = (name: string): StoreError => new StoreError('08006', `connection lost during ${name}`);

  const commit = (name: string, session: Session): boolean => {
    // Undone meanwhile: the server died, or the statement took too long.
    if (!server.sessions.delete(session)) return false;
    session.commit();
    note(`${name} committed`);
    return true;
  };

  /** The server has the statement: carries it out, commits a moment later, and answers. */
  const carryOut = <R>(name: string, statement: Statement<R>, caller: Caller<R>): void => {
    if (!server.isUp) {
      caller.reject(1, brokenOff(name));
      return;
    }
    const faults = options.faults() ?? NO_STORE_FAULTS;
    let session: Session | null = null;
    const finish = (result: R): void => {
      if (session === null || !commit(name, session)) caller.reject(1, brokenOff(name));
      else if (chance.happens(faults.unanswered))
        caller.reject(travelMs(faults) + chance.next() * 500, brokenOff(name));
      else caller.resolve(travelMs(faults), result);
    };
    const onExecuted = (outcome: Outcome<R>): void => {
      if ('result' in outcome) {
        const commitMs = chance.happens(faults.slowCommit) ? chance.next() ** 2 * SLOW_COMMIT_MS : chance.next();
        time.afterSilently(commitMs, () => finish(outcome.result));
        return;
      }
      if (session !== null) server.sessions.delete(session);
      note(`${name} → ${outcome.error.code}`);
      caller.reject(travelMs(faults), outcome.error);
    };
    session = server.store.begin(statement, onExecuted);
    server.sessions.set(session, () => caller.reject(1, brokenOff(name)));
    limit(name, session, caller);
  };

  const limit = <R>(name: string, session: Session, caller: Caller<R>): void => {
    time.afterSilently(STATEMENT_TIMEOUT_MS, () => {
      if (!server.sessions.delete(session)) return;
      session.abort();
      caller.reject(1, new StoreError('57014', `${name} took too long`));
    });
  };

  /** Whether it is worth sending: null, or what the caller hears instead, and when. */
  const failEarly = (name: string, faults: StoreFaults): { delayMs: number; error: StoreError } | null => {
    if (options.isCut()) return { delayMs: chance.next() * 2_000, error: brokenOff(name) };
    if (!server.isUp) return { delayMs: 1 + chance.next() * 5, error: brokenOff(name) };
    if (chance.happens(faults.lost)) return { delayMs: chance.next() * 1_000, error: brokenOff(name) };
    if (chance.happens(faults.refused))
      return { delayMs: travelMs(faults), error: new StoreError('40001', `${name} could not be serialized`) };
    return null;
  };

  return (name, statement) =>
    new Promise((resolve, reject) => {
      const faults = options.faults() ?? NO_STORE_FAULTS;
      let isOver = false;
      const hear = (delayMs: number, label: string, act: () => void): void => {
        process.receive(delayMs, `${name} ${label}`, () => {
          if (!isOver) act();
          isOver = true;
        });
      };
      const caller: Caller<Parameters<typeof resolve>[0]> = {
        resolve: (delayMs, result) => hear(delayMs, 'answered', () => resolve(result)),
        reject: (delayMs, error) => hear(delayMs, error.code, () => reject(error)),
      };
      const failure = failEarly(name, faults);
      if (failure !== null) {
        caller.reject(failure.delayMs, failure.error);
        return;
      }
      const isLate = chance.happens(faults.late);
      if (isLate) caller.reject(chance.next() * 500, brokenOff(name));
      const isSentInTime = chance.happens(0.5);
      time.afterSilently(travelMs(faults) + (isLate ? chance.next() * 3_000 : 0), () => {
        // What a process sent in its last moment has reached the network, or not.
        if (process.isAlive() || isSentInTime) carryOut(name, statement, caller as never);
      });
    });
}

/** The port of those who change jobs from outside, over such calls. */
export function createRemoteCommandStore(call: CallStore): CommandStore {
  return overCalls(call, commandStatements) as unknown as CommandStore;
}

/** The port of the roles over such calls. */
export function createRemoteStore(call: CallStore, list: Statements = statements): QueueStore {
  return overCalls(call, list) as unknown as QueueStore;
}

function overCalls(call: CallStore, list: object): Record<string, (...args: never[]) => Promise<unknown>> {
  const entries = Object.entries(list).map(([name, statement]) => [
    name,
    (...args: never[]) => call(name, (statement as (...args: never[]) => Statement<unknown>)(...args)),
  ]);
  return Object.fromEntries(entries);
}
