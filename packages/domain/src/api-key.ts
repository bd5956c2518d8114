import { createHash, timingSafeEqual } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { ApiKeyId } from './ids.ts';

/**
 * A key as its holder sees it, made so that scanners find a leaked one and typing errors cost no query:
 *
 * ```
 * lw_live_<id, 20 characters of base 36>_<256 random bits, 43 characters of base 62><CRC-32 of all before, 6 of base 62>
 * ```
 */
const KEY_PATTERN = /^lw_live_([0-9a-z]{20})_[0-9A-Za-z]{49}$/;
const BASE_62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const SECRET_BYTES = 32;
const SECRET_LENGTH = 43;
const CHECKSUM_LENGTH = 6;

/** @param secret exactly 32 random bytes; anything else is refused with a RangeError */
export function formatApiKey(id: ApiKeyId, secret: Uint8Array): string {
  if (secret.length !== SECRET_BYTES) throw new RangeError(`A key's secret has ${SECRET_BYTES} bytes`);
  const body = `lw_live_${id.slice('key_'.length)}_${base62(bigEndian(secret), SECRET_LENGTH)}`;
  return body + checksumOf(body);
}

/** The id that a key names, or null where the text cannot be a key (form or checksum). Says nothing about its validity. */
export function parseApiKey(text: string): { readonly id: ApiKeyId } | null {
  const match = KEY_PATTERN.exec(text);
  if (match?.[1] === undefined) return null;
  const body = text.slice(0, -CHECKSUM_LENGTH);
  return checksumOf(body) === text.slice(-CHECKSUM_LENGTH) ? { id: `key_${match[1]}` as ApiKeyId } : null;
}

/** SHA-256 of the whole text: all that is stored. A slow hash buys nothing against 256 random bits. */
export function hashApiKey(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** Compares in constant time. */
export function apiKeyMatches(text: string, storedHash: Uint8Array): boolean {
  const hash = hashApiKey(text);
  return hash.length === storedHash.length && timingSafeEqual(hash, storedHash);
}

/** What lists show of a key. */
export function lastFourOf(apiKey: string): string {
  return apiKey.slice(-4);
}

function checksumOf(body: string): string {
  return base62(BigInt(crc32(body)), CHECKSUM_LENGTH);
}

function bigEndian(bytes: Uint8Array): bigint {
  return bytes.reduce((value, byte) => (value << 8n) | BigInt(byte), 0n);
}

function base62(value: bigint, length: number): string {
  let text = '';
  for (let rest = value; rest > 0n; rest /= 62n) text = BASE_62.charAt(Number(rest % 62n)) + text;
  return text.padStart(length, '0');
}
