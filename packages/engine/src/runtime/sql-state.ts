/** The five-character SQLSTATE of a Postgres error, or an empty text. */
export function sqlStateOf(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : '';
  return typeof code === 'string' ? code : '';
}
