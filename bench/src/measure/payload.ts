/** Bytes of a payload as JSON: an id or two and a short text, as most jobs carry. */
const PAYLOAD_BYTES = 90;
const FILL = 'x'.repeat(PAYLOAD_BYTES);

/** `fields` and as much text as makes `PAYLOAD_BYTES` bytes of JSON. */
export function makePayload(fields: Readonly<Record<string, number>>): object {
  const taken = JSON.stringify({ ...fields, text: '' }).length;
  return { ...fields, text: FILL.slice(0, Math.max(0, PAYLOAD_BYTES - taken)) };
}

export function makeBatch(from: number, count: number): object[] {
  return Array.from({ length: count }, (_, index) => makePayload({ index: from + index }));
}
