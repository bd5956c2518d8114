import { createHash } from 'node:crypto';

/** The hash before the first entry. */
export const NO_HASH: Uint8Array = new Uint8Array(32);

/** An entry as it is hashed: all but its number and its hash, as texts, in the order of the migration that chains them. */
export type EntryTexts = readonly (string | null)[];

/** SHA-256 over the hash before and every text with its length; computed here without the database's function. */
export function hashEntry(previous: Uint8Array, seq: number, texts: EntryTexts): Buffer {
  const form = [String(seq), ...texts].map(withLength).join('');
  return createHash('sha256').update(previous).update(form, 'utf8').digest();
}

function withLength(text: string | null): string {
  return text === null ? '-' : `${Buffer.byteLength(text, 'utf8')}:${text}`;
}
