/**
 * Arrays for statements in Postgres' binary format (`array_send`: dimensions, has nulls, element type, length, lower bound,
 * then each element with its size). A parameter given as a Buffer is sent as it is: neither side writes or reads the text
 * of a literal, which is a third of the cost of a large statement.
 */
const HEADER_BYTES = 20;
const OID = { int8: 20, int2: 21, text: 25, uuid: 2950 } as const;

function allocate(oid: number, count: number, elementBytes: number): Buffer {
  const buffer = Buffer.allocUnsafe(HEADER_BYTES + elementBytes);
  buffer.writeInt32BE(1, 0);
  buffer.writeInt32BE(0, 4);
  buffer.writeInt32BE(oid, 8);
  buffer.writeInt32BE(count, 12);
  buffer.writeInt32BE(1, 16);
  return buffer;
}

/** For a `uuid[]` parameter. */
export function uuidArray(uuids: readonly string[]): Buffer {
  const buffer = allocate(OID.uuid, uuids.length, uuids.length * 20);
  let at = HEADER_BYTES;
  for (const uuid of uuids) {
    at = buffer.writeInt32BE(16, at);
    at += buffer.write(uuid.replaceAll('-', ''), at, 16, 'hex');
  }
  return buffer;
}

/** For a `smallint[]` parameter. */
export function smallintArray(values: readonly number[]): Buffer {
  const buffer = allocate(OID.int2, values.length, values.length * 6);
  let at = HEADER_BYTES;
  for (const value of values) {
    at = buffer.writeInt32BE(2, at);
    at = buffer.writeInt16BE(value, at);
  }
  return buffer;
}

/** For a `bigint[]` parameter, of whole numbers below 2^53. */
export function bigintArray(values: readonly number[]): Buffer {
  const buffer = allocate(OID.int8, values.length, values.length * 12);
  let at = HEADER_BYTES;
  for (const value of values) {
    at = buffer.writeInt32BE(8, at);
    at = buffer.writeInt32BE(Math.floor(value / 2 ** 32), at);
    at = buffer.writeUInt32BE(value >>> 0, at);
  }
  return buffer;
}

/** For a `text[]` parameter without nulls. */
export function textArray(texts: readonly string[]): Buffer {
  let bytes = 0;
  for (const text of texts) bytes += 4 + Buffer.byteLength(text);
  const buffer = allocate(OID.text, texts.length, bytes);
  let at = HEADER_BYTES;
  for (const text of texts) {
    const size = buffer.write(text, at + 4);
    at = buffer.writeInt32BE(size, at) + size;
  }
  return buffer;
}
