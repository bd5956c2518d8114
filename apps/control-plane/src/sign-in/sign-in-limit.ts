export interface SignInLimit {
  /** False where this e-mail address was tried too often lately; counts the try. `now` in ms. */
  admits(email: string, now: number): boolean;
}

interface Tries {
  count: number;
  readonly since: number;
}

const WINDOW_MS = 5 * 60_000;
const TRIES_PER_WINDOW = 15;
const MAX_ADDRESSES = 10_000;

/** Tries per e-mail address, whoever sends them: guessing one person's password from many addresses is slowed as well. */
export function createSignInLimit(): SignInLimit {
  const tried = new Map<string, Tries>();

  const forgetOld = (now: number): void => {
    for (const [email, { since }] of tried) if (now - since >= WINDOW_MS) tried.delete(email);
    if (tried.size >= MAX_ADDRESSES) tried.clear();
  };

  return {
    admits: (email, now) => {
      const key = email.trim().toLowerCase();
      const known = tried.get(key);
      if (known !== undefined && now - known.since < WINDOW_MS) {
        known.count += 1;
        return known.count <= TRIES_PER_WINDOW;
      }
      if (tried.size >= MAX_ADDRESSES) forgetOld(now);
      tried.set(key, { count: 1, since: now });
      return true;
    },
  };
}
