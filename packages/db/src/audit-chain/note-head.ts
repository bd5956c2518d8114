import type { Pool } from 'pg';
import { appendNote, readNotes } from './head-notes.ts';
import { readChainHead } from './read-chain.ts';

/** Notes the head outside the database, unless the last note of this database says the same. True where a note was made. */
export async function noteHead(pool: Pool, file: string, secret: string): Promise<boolean> {
  const { seq, hash, store, now } = await readChainHead(pool);
  if (seq === null || seq === 0) return false;
  const head = { store, seq, hash: Buffer.from(hash).toString('hex') };
  const last = (await readNotes(file, secret)).notes.findLast((note) => note.store === store);
  if (last?.seq === head.seq && last.hash === head.hash) return false;
  await appendNote(file, secret, { at: new Date(now).toISOString(), ...head });
  return true;
}
