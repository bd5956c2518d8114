import { describe, expect, it } from 'vitest';
import { shortenHashes } from './shorten-hashes.ts';

describe('shortenHashes', () => {
  it('keeps eight digits, more only where two would be the same', () => {
    const short = shortenHashes(['abcdef0123456789', 'abcdef01aaaa0000', '0123456789abcdef', 'abcdef01aaaa1111']);
    expect([...short]).toEqual([
      ['0123456789abcdef', '01234567'],
      ['abcdef0123456789', 'abcdef012345'],
      ['abcdef01aaaa0000', 'abcdef01aaaa0000'],
      ['abcdef01aaaa1111', 'abcdef01aaaa1111'],
    ]);
  });

  it('ends where one hash is the beginning of another', () => {
    expect(shortenHashes(['abcdef01', 'abcdef0123'])).toEqual(
      new Map([
        ['abcdef01', 'abcdef01'],
        ['abcdef0123', 'abcdef0123'],
      ]),
    );
  });
});
