import { createHash, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { apiKeyMatches, formatApiKey, hashApiKey, lastFourOf, parseApiKey } from './api-key.ts';
import { type ApiKeyId, newApiKeyId } from './ids.ts';

const ID = 'key_0123456789abcdefghij' as ApiKeyId;

describe('an API key', () => {
  it('has a fixed form for the smallest and the largest secret', () => {
    expect(formatApiKey(ID, new Uint8Array(32))).toBe(`lw_live_0123456789abcdefghij_${'0'.repeat(43)}4MalLk`);
    expect(formatApiKey(ID, new Uint8Array(32).fill(255))).toMatch(/^lw_live_0123456789abcdefghij_[0-9A-Za-z]{49}$/);
  });

  it('names its id, whatever the id and the secret', () => {
    const secrets = fc.uint8Array({ minLength: 32, maxLength: 32 });
    fc.assert(
      fc.property(secrets, (secret) => {
        const id = newApiKeyId(randomBytes);
        expect(parseApiKey(formatApiKey(id, secret))).toEqual({ id });
      }),
    );
  });

  it('is refused after any one character changed', () => {
    const key = formatApiKey(ID, randomBytes(32));
    for (let at = 0; at < key.length; at += 1) {
      const changed = key.slice(0, at) + (key[at] === 'x' ? 'y' : 'x') + key.slice(at + 1);
      expect(parseApiKey(changed), `character ${at}`).toBeNull();
    }
  });

  it.each(['', 'lw_live_', 'Bearer x', `${formatApiKey(ID, randomBytes(32))}\n`])('refuses %j', (text) => {
    expect(parseApiKey(text)).toBeNull();
  });

  it('refuses a secret of the wrong length', () => {
    expect(() => formatApiKey(ID, new Uint8Array(31))).toThrow('32 bytes');
  });

  it('is kept as the SHA-256 of its whole text', () => {
    const key = formatApiKey(ID, randomBytes(32));
    expect(hashApiKey(key)).toEqual(createHash('sha256').update(key, 'utf8').digest());
    expect(apiKeyMatches(key, hashApiKey(key))).toBe(true);
    expect(apiKeyMatches(key, hashApiKey(`${key}x`))).toBe(false);
    expect(apiKeyMatches(key, new Uint8Array(3))).toBe(false);
    expect(key.endsWith(lastFourOf(key))).toBe(true);
  });
});
