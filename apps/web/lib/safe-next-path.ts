const ORIGIN = 'http://console.invalid';

/** The page to show after signing in: a path of this console, never another site. */
export function safeNextPath(next: string | null): string {
  if (next === null || !next.startsWith('/') || next.includes('\\')) return '/';
  try {
    const url = new URL(next, ORIGIN);
    const isOurs = url.origin === ORIGIN && !url.pathname.startsWith('//') && !url.pathname.startsWith('/sign-in');
    return isOurs && !url.pathname.startsWith('/api/') ? url.pathname + url.search : '/';
  } catch {
    return '/';
  }
}
