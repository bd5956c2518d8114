/** Ends as its payload says: in order, or with something that no program should throw. */
export default function throwOddly(payload: unknown): void {
  const { how } = payload as { how: string };
  if (how === 'end') return;
  const odd = ODDITIES[how];
  if (odd === undefined) throw new Error(`no such oddity: ${how}`);
  throw odd();
}

const withMessage = (message: string) => () => new Error(message);

/** Each makes something to throw. */
const ODDITIES: Record<string, () => unknown> = {
  nul: withMessage('a \u0000 in the middle'),
  onlyNul: withMessage('\u0000'.repeat(50)),
  highSurrogate: withMessage('half a pair \ud83d'),
  lowSurrogate: withMessage('\udc00 the other half'),
  manySurrogates: withMessage('\ud800'.repeat(40_000)),
  controls: withMessage('\u0001\u0007\u001b[31m\u2028\u2029\u202e'),
  huge: withMessage('x'.repeat(5_000_000)),
  hugeWide: withMessage('😀'.repeat(500_000)),
  quotes: withMessage(`'; drop table job; -- "\\`),
  copyEnd: withMessage('\\.\n\\N\t{"a",NULL}'),
  nothing: () => undefined,
  null: () => null,
  number: () => Number.NaN,
  symbol: () => Symbol('odd'),
  bigint: () => 10n ** 50n,
  plain: () => ({ message: { toString: () => '\u0000' } }),
  noPrototype: () => Object.create(null),
  throwingMessage: () =>
    Object.defineProperty(new Error('hidden'), 'message', {
      get: () => {
        throw new Error('thrown while it was read');
      },
    }),
  throwingToString: () => ({
    toString: () => {
      throw new Error('thrown while it was told');
    },
  }),
  proxy: () =>
    new Proxy(
      {},
      {
        get: () => {
          throw new Error('thrown by a trap');
        },
      },
    ),
  circular: () => {
    const error: Error & { self?: unknown } = new Error('circular');
    error.self = error;
    error.cause = error;
    return error;
  },
  oddStatus: () => Object.assign(new Error('status'), { status: Number.POSITIVE_INFINITY, code: '\u0000' }),
  textStatus: () => Object.assign(new Error('status'), { status: '503; drop', statusCode: {} }),
  deep: () => {
    let cause: unknown = 'bottom';
    for (let depth = 0; depth < 20_000; depth++) cause = { cause };
    return Object.assign(new Error('deep'), { cause });
  },
};

export const ODD_WAYS = Object.keys(ODDITIES);
