/** A record of a start: delay in ms and group, each a little-endian double. */
export const RECORD_BYTES = 16;
