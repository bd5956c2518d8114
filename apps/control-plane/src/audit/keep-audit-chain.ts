import { setTimeout as sleep } from 'node:timers/promises';
import { readNotes } from '@leeway/db/audit-chain/head-notes';
import { noteHead } from '@leeway/db/audit-chain/note-head';
import { verifyChain } from '@leeway/db/audit-chain/verify-chain';
import { type AuditChainView, describeFault } from '@leeway/domain/audit-chain';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '@leeway/domain/units';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import { repeatWork } from './repeat-work.ts';

/** Looks at the whole log now and then, and notes its head outside the database. */
export interface AuditChain {
  view(): AuditChainView;
  /** Begins a look, unless one is under way; `view` tells what became of it. */
  verify(): void;
  /** Notes the head a last time. */
  stop(): Promise<void>;
}

export interface AuditChainConfig {
  readonly pool: Pool;
  /** Where heads are noted. */
  readonly file: string;
  /** Signs what is noted. */
  readonly secret: string;
  readonly log: Logger;
}

const NOTE_EVERY_MS = HOUR_MS;
const VERIFY_EVERY_MS = DAY_MS;
/** The store may have been away. */
const AGAIN_MS = MINUTE_MS;
/** A store that does not answer keeps nobody from stopping. */
const LAST_NOTE_MS = 2 * SECOND_MS;

/** Notes and looks at once, then a look a day and a note an hour. What failed is tried again in a minute. */
export function keepAuditChain({ pool, file, secret, log }: AuditChainConfig): AuditChain {
  let view: AuditChainView = { report: null, progress: null, hasFailed: false, isUnnoted: false };
  let isStopping = false;
  const onProgress = (verifiedCount: number, totalCount: number) => {
    if (isStopping) throw new Error('stopping');
    view = { ...view, progress: { verifiedCount, totalCount } };
  };

  async function look(): Promise<boolean> {
    view = { ...view, progress: { verifiedCount: 0, totalCount: 0 } };
    try {
      const report = await verifyChain(pool, { notes: await readNotes(file, secret), onProgress });
      view = { ...view, report, hasFailed: false };
      if (report.fault !== null) log.error({ fault: report.fault }, `the audit log: ${describeFault(report.fault)}`);
    } catch (err) {
      if (!isStopping) log.warn({ err }, 'the audit log could not be verified');
      view = { ...view, hasFailed: true };
    }
    view = { ...view, progress: null };
    return !view.hasFailed;
  }

  async function note(): Promise<boolean> {
    try {
      await noteHead(pool, file, secret);
      view = { ...view, isUnnoted: false };
    } catch (err) {
      log.warn({ err }, 'the head of the audit log could not be noted');
      view = { ...view, isUnnoted: true };
    }
    return !view.isUnnoted;
  }

  const notes = repeatWork(note, { everyMs: NOTE_EVERY_MS, afterFailureMs: AGAIN_MS });
  // The first look has a note to compare with, also where none was made before.
  const firstNote = notes.run();
  const looks = repeatWork(() => firstNote.then(look), { everyMs: VERIFY_EVERY_MS, afterFailureMs: AGAIN_MS });
  return {
    view: () => view,
    verify: () => void looks.run(),
    stop: async () => {
      isStopping = true;
      const lastNote = Promise.all([looks.stop(), notes.stop()]).then(note);
      await Promise.race([lastNote, sleep(LAST_NOTE_MS, undefined, { ref: false })]);
    },
  };
}
