import { createLockTable, type LockMode } from './lock-table.ts';
import { createTables, type Rows, type TableName, type Tables } from './rows.ts';

/** An error as Postgres reports it. */
export class StoreError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** A lock that a statement cannot go on without. */
export interface LockWish {
  readonly name: string;
  readonly mode: LockMode;
}

/** A statement: reads and changes rows, yields the locks that it must wait for. */
export type Statement<R> = (tx: Transaction) => Generator<LockWish, R, void>;

export interface Change {
  readonly table: TableName;
  readonly id: string;
  /** Null where there is none. */
  readonly before: Rows[TableName] | null;
  readonly after: Rows[TableName] | null;
}

/** A transaction of one statement. Others see its changes when it is committed. */
export interface Transaction {
  /** The store's time. */
  now(): number;
  readonly tables: Tables;
  /** What the statement is about, for those who watch commits. */
  note: unknown;
  put<Name extends TableName>(table: Name, id: string, row: Rows[Name]): void;
  /** Adds a row to a table that only grows. */
  append<Name extends 'history' | 'usage'>(table: Name, row: Rows[Name]): void;
  remove(table: TableName, id: string): void;
  /** For `yield*`: waits for a row. */
  lock(name: string, mode?: LockMode): Generator<LockWish, void, void>;
  tryLock(name: string): boolean;
  /** Whether there is such a row for this transaction, its own changes included. */
  isThere(table: TableName, id: string): boolean;
}

export type Outcome<R> = { readonly result: R } | { readonly error: StoreError };

export interface Session {
  /** Makes the changes visible and gives the locks back. */
  commit(): void;
  /** Undoes everything. */
  abort(): void;
}

export interface Commit {
  readonly changes: readonly Change[];
  /** The store's time when the statement was carried out. */
  readonly executedAt: number;
  readonly note: unknown;
}

export interface SimulatedStore {
  readonly tables: Tables;
  /** The store's time: whole ms. */
  now(): number;
  /** Starts a statement; calls back when it is carried out but not committed, at once or when locks allow it. */
  begin<R>(statement: Statement<R>, onExecuted: (outcome: Outcome<R>) => void): Session;
}

export interface SimulatedStoreOptions {
  readonly shardCount: number;
  readonly now: () => number;
  readonly onCommit: (commit: Commit) => void;
}

/**
 * Tables, row locks and statements with the semantics of Postgres at READ COMMITTED: a statement sees what is committed when
 * it starts (or goes on after a wait), its own changes are seen by others at the commit, whole or not at all.
 */
export function createSimulatedStore({ shardCount, now, onCommit }: SimulatedStoreOptions): SimulatedStore {
  const tables = createTables(shardCount);
  const locks = createLockTable();
  let lastSerial = 0;

  const rowsOf = (table: TableName): Map<string, Rows[TableName]> => tables[table] as Map<string, Rows[TableName]>;

  const apply = ({ table, id, after }: Change): void => {
    if (after === null) rowsOf(table).delete(id);
    else rowsOf(table).set(id, after);
  };

  const begin: SimulatedStore['begin'] = (statement, onExecuted) => {
    const changes = new Map<string, Change>();
    let isOver = false;
    let executedAt = 0;

    const change = (table: TableName, id: string, after: Rows[TableName] | null): void => {
      changes.set(`${table} ${id}`, { table, id, before: rowsOf(table).get(id) ?? null, after });
    };
    const tx: Transaction = {
      now,
      tables,
      note: null,
      put: change,
      append: (table, row) => {
        lastSerial += 1;
        change(table, String(lastSerial), row);
      },
      remove: (table, id) => change(table, id, null),
      isThere: (table, id) =>
        (changes.get(`${table} ${id}`) ?? { after: rowsOf(table).get(id) ?? null }).after !== null,
      tryLock: (name) => locks.tryLock(tx, name, 'exclusive'),
      lock: function* (name, mode = 'exclusive') {
        if (!locks.tryLock(tx, name, mode)) yield { name, mode };
      },
    };
    const run = statement(tx);
    const goOn = (): void => {
      try {
        const step = run.next();
        executedAt = now();
        if (step.done) onExecuted({ result: step.value });
        else if (!locks.wait(tx, step.value.name, step.value.mode, goOn))
          throw new StoreError('40P01', 'deadlock detected');
      } catch (error) {
        if (!(error instanceof StoreError)) throw error;
        end(false);
        onExecuted({ error });
      }
    };
    const end = (isCommitted: boolean): void => {
      if (isOver) return;
      isOver = true;
      const list = [...changes.values()];
      if (isCommitted) {
        for (const one of list) apply(one);
        onCommit({ changes: list, executedAt, note: tx.note });
      }
      locks.release(tx);
    };
    goOn();
    return { commit: () => end(true), abort: () => end(false) };
  };

  return { tables, now, begin };
}
