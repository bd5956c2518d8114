const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/** An origin, and where it is this machine's own its other spellings, since people type all of them. */
export function originsOf(url: string): string[] {
  const { protocol, hostname, port, origin } = new URL(url);
  if (!LOOPBACK.includes(hostname)) return [origin];
  return LOOPBACK.map((host) => new URL(`${protocol}//${host}${port === '' ? '' : `:${port}`}`).origin);
}
