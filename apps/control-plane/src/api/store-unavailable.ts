/** Codes of Prisma (P…), Node's sockets (E…) and Postgres (class 08, 53, 57P0…) that mean: no answer now, perhaps later. */
const UNAVAILABLE =
  /^(P1001|P1002|P1008|P1017|P2024|P2028|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOENT|08...|53...|57P0.)$/;
const POOL_MESSAGES =
  /timeout exceeded when trying to connect|Connection terminated|Client has encountered a connection error/;
const DEPTH = 5;

/** True where the error, or what caused it, says that the database does not answer. */
export function isStoreUnavailable(error: unknown, depth = DEPTH): boolean {
  if (!(error instanceof Error) || depth === 0) return false;
  if ('code' in error && typeof error.code === 'string' && UNAVAILABLE.test(error.code)) return true;
  if (POOL_MESSAGES.test(error.message)) return true;
  return isStoreUnavailable(error.cause, depth - 1);
}
