import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** A stream of chance that is the same in every run of its seed. */
export interface Chance {
  /** Uniform in [0, 1). */
  readonly next: () => number;
  /** A whole number from `low` to `high`, both included. */
  int(low: number, high: number): number;
  happens(probability: number): boolean;
  pick<T>(items: readonly T[]): T;
  /** A stream of its own for an actor: what one draws changes nothing for the others. */
  split(name: string): Chance;
}

export function createChance(seed: number | string): Chance {
  const generator = xoroshiro128plus(hashText(String(seed)));
  const next = (): number => (generator.next() >>> 0) / 2 ** 32;
  return {
    next,
    int: (low, high) => low + Math.floor(next() * (high - low + 1)),
    happens: (probability) => next() < probability,
    pick: (items) => {
      const item = items[Math.floor(next() * items.length)];
      if (item === undefined) throw new Error('nothing to pick from');
      return item;
    },
    split: (name) => createChance(`${seed}/${name}`),
  };
}

/** FNV-1a, 32 bit. */
export function hashText(text: string, from = 0x811c9dc5): number {
  let hash = from;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash | 0;
}
