/**
 * Recounts how two audiences overlap: set work of a few milliseconds.
 *
 * Payload: `{ "first": [1, 2, 3], "second": [2, 3, 4] }`, lists of member numbers.
 */
export default async function updateAudience(payload: unknown): Promise<void> {
  const { first, second } = (payload ?? {}) as { first?: unknown; second?: unknown };
  const members = readMembers('first', first);
  const others = new Set(readMembers('second', second));
  members.filter((member) => others.has(member)).sort((a, b) => a - b);
}

function readMembers(field: string, value: unknown): number[] {
  if (Array.isArray(value) && value.every(Number.isInteger)) return value;
  throw new TypeError(`${field} must be a list of whole numbers`);
}
