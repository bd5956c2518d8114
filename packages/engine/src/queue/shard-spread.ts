/**
 * The shards that a use case's jobs are spread over (shuffle sharding): neighbours in number share few of them, so a sick
 * shard hurts few. Deterministic, so that every process agrees.
 */
export function shardsOf(useCaseNo: number, spread: number, shardCount: number): number[] {
  const wanted = Math.min(spread, shardCount);
  const chosen = new Set<number>();
  for (let round = 0; chosen.size < wanted; round++) chosen.add(mix(useCaseNo * 31 + round) % shardCount);
  return [...chosen];
}

/** 32 bits of a text (FNV-1a over its UTF-16 units, then mixed): the same in every process and release. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return mix(hash);
}

/** The 32-bit finaliser of MurmurHash3. */
function mix(value: number): number {
  let hash = value >>> 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
