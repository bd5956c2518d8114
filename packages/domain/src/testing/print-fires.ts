import { createFireTimes } from '../fire-times.ts';
import { DAY_MS } from '../units.ts';

/** Fires around the clock changes of 2026 in the zones named on the command line, one line each. */
const CHANGES = ['2026-03-08', '2026-03-29', '2026-04-05', '2026-10-04', '2026-10-25', '2026-11-01'];

for (const zone of process.argv.slice(2)) {
  for (const expression of ['30 2 * * *', '*/30 * * * *', '0 0 * * *']) {
    const times = createFireTimes(expression, zone);
    for (const day of CHANGES) {
      const from = Date.parse(`${day}T00:00:00Z`) - DAY_MS;
      for (let at = times.next(from); at !== null && at < from + 3 * DAY_MS; at = times.next(at))
        process.stdout.write(`${zone} ${expression} ${at}\n`);
    }
  }
}
