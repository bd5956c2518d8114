/**
 * Statements of the queue always have an index to follow in its order; statistics of a table that was empty a moment ago
 * must not say otherwise.
 */
export const IN_INDEX_ORDER = '-c enable_seqscan=off -c enable_bitmapscan=off';
