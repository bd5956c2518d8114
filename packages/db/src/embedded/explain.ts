import { OperatorError } from '../operator-error.ts';

interface Attempt {
  readonly dir: string;
  /** Completes "The database could not …". */
  readonly doing: 'be created' | 'start';
  readonly port?: number;
}

type Explain = (attempt: Attempt) => string;

/** What Postgres writes, and what a person can do about it; the first that matches wins. */
const KNOWN: readonly (readonly [RegExp, Explain])[] = [
  [
    /No space left on device/i,
    ({ dir }) =>
      `no space is left on the disk of ${dir}: free some, or set LEEWAY_DATA_DIR to a folder on another disk.`,
  ],
  [
    /Disk quota exceeded/i,
    ({ dir }) => `the disk quota for ${dir} is used up: free some space, or set LEEWAY_DATA_DIR to another folder.`,
  ],
  [
    /Address already in use|could not bind/i,
    ({ port }) => `port ${port} is taken: stop what uses it, or set LEEWAY_PG_PORT to a free one.`,
  ],
  [
    /has invalid permissions|wrong ownership|Permission denied/i,
    ({ dir }) =>
      `${dir} belongs to another user: start Leeway as the user who first did, or set LEEWAY_DATA_DIR to a new folder.`,
  ],
  [
    /could not create shared memory|could not map anonymous shared memory|Cannot allocate memory/i,
    () => 'the machine has too little memory free: stop something else, or set DATABASE_URL to a Postgres elsewhere.',
  ],
];

/** Turns the output of a Postgres program that gave up into one line with a remedy. */
export function explainServerOutput(output: string, attempt: Attempt): OperatorError {
  const known = KNOWN.find(([pattern]) => pattern.test(output));
  const reason = known === undefined ? `it said: ${lastWords(output)}` : known[1](attempt);
  return new OperatorError(`The database could not ${attempt.doing}: ${reason}`);
}

function lastWords(output: string): string {
  const lines = output.trim().split('\n').filter(Boolean);
  const telling = lines.filter((line) => /\b(FATAL|PANIC|ERROR|error:|HINT)\b/.test(line));
  return (telling.length > 0 ? telling : lines).slice(-3).join(' · ') || 'nothing';
}
