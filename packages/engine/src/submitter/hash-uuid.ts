import { createHash } from 'node:crypto';

/** The first 128 bits of a SHA-256, in the form of a uuid: how the store keeps keys that callers choose. */
export function hashUuid(text: string): string {
  const digits = createHash('sha256').update(text).digest('hex');
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-${digits.slice(12, 16)}-${digits.slice(16, 20)}-${digits.slice(20, 32)}`;
}
