/** A sequence of numbers 0 ≤ x < 1. */
export type Random = () => number;

/** 32 bits of a text: FNV-1a with the final mixing of MurmurHash3. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

const WARM_UP = 12;

/** sfc32 (Chris Doty-Humphrey, PractRand): the same three seeds give the same sequence everywhere. */
export function createRandom(first: number, second: number, third: number): Random {
  let [a, b, c, counter] = [first | 0, second | 0, third | 0, 1];
  const next: Random = () => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    c |= 0;
    return (sum >>> 0) / 2 ** 32;
  };
  for (let round = 0; round < WARM_UP; round += 1) next();
  return next;
}
