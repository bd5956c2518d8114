const SHORTEST = 8;
const STEP = 4;

/**
 * The first 8 digits of each hash, and 4 more as long as two of them are the same.
 * @param hashes all different
 */
export function shortenHashes(hashes: Iterable<string>): ReadonlyMap<string, string> {
  const short = new Map<string, string>();
  let undecided = [...new Set(hashes)];
  for (let length = SHORTEST; undecided.length > 0; length += STEP) {
    const groups = Map.groupBy(undecided, (hash) => hash.slice(0, length));
    undecided = [];
    for (const [start, group] of groups) {
      const [only] = group;
      if (group.length === 1 && only !== undefined) short.set(only, start);
      else undecided.push(...group);
    }
  }
  return short;
}
