import { Cron as Croner, CronPattern } from 'croner';
import { LIMITS } from './limits.ts';

/**
 * A cron expression as arithmetic on clock readings. A *reading* is what a clock on the wall shows, as ms since 1970 of a
 * clock that shows UTC; which instant it is, a time zone says (`time-zone.ts`).
 */
export interface Cron {
  /** The first reading after one that the expression names; null where none follows. */
  nextReading(after: number): number | null;
  /** Whether its hour field leaves no hour out. */
  readonly isEveryHour: boolean;
}

const FIELDS = [
  { name: 'second', range: '0 to 59' },
  { name: 'minute', range: '0 to 59' },
  { name: 'hour', range: '0 to 23' },
  { name: 'day of the month', range: '1 to 31, L for the last, 15W for the working day nearest the 15th' },
  { name: 'month', range: '1 to 12, or JAN to DEC' },
  { name: 'day of the week', range: '0 (Sunday) to 6, or SUN to SAT, FRI#2 for the second Friday, FRIL for the last' },
] as const;

const MODE = { mode: '5-or-6-parts' } as const;
/** Long ago enough that an expression which names any day at all names one after it; days repeat every 400 years. */
const EARLY = Date.UTC(2000, 0, 1);

/** Throws where `findCronFault` finds one. */
export function parseCron(text: string): Cron {
  const pattern = fieldsOf(text).join(' ');
  const croner = new Croner(pattern, { ...MODE, utcOffset: 0 });
  return {
    nextReading: (after) => croner.nextRun(new Date(after))?.getTime() ?? null,
    isEveryHour: new CronPattern(pattern, 'UTC', MODE).hour.every(Boolean),
  };
}

/** What is wrong with an expression, in words for who wrote it; null where it can be used. */
export function findCronFault(text: string): string | null {
  if (text.length > LIMITS.cronLength) return `At most ${LIMITS.cronLength} characters`;
  const fields = fieldsOf(text);
  if (fields.length !== 5 && fields.length !== 6)
    return 'Give five fields (minute, hour, day of the month, month, day of the week), or six with seconds first';
  return findFieldFault(fields) ?? findEmptiness(text);
}

function fieldsOf(text: string): string[] {
  return text
    .trim()
    .split(/\s+/)
    .filter((field) => field !== '');
}

/** Each field is judged alone, so that the answer can name it. */
function findFieldFault(fields: readonly string[]): string | null {
  const names = FIELDS.slice(FIELDS.length - fields.length);
  for (const [index, { name, range }] of names.entries()) {
    const field = fields[index] ?? '';
    const alone = fields.map((_, other) => (other === index ? field : '*')).join(' ');
    if (!/^[\w*,/#+-]+$/.test(field) || !canParse(alone))
      return `The ${name} "${field}" cannot be read: give ${range}; lists 1,3, ranges 1-5 and steps */2 are allowed`;
  }
  return null;
}

function canParse(pattern: string): boolean {
  try {
    new CronPattern(pattern, 'UTC', MODE);
    return true;
  } catch {
    return false;
  }
}

function findEmptiness(text: string): string | null {
  if (parseCron(text).nextReading(EARLY) !== null) return null;
  return 'This never fires: no such day exists';
}
