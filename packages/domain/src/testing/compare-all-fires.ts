import { compareFires } from './compare-fires.ts';
import { FIRE_SETS, TEN_YEARS, ZONES } from './fire-cases.ts';
import { toExpression } from './fire-oracle.ts';

/** Every zone, every expression, every day of ten years: minutes. Ends with 1 where anything differs. */
let fireCount = 0;
let differenceCount = 0;
for (const zone of ZONES) {
  for (const sets of FIRE_SETS) {
    const compared = compareFires(sets, { zone, ...TEN_YEARS });
    fireCount += compared.fireCount;
    differenceCount += compared.differences.length;
    for (const difference of compared.differences.slice(0, 5)) console.error(difference);
    process.stdout.write(`${zone} ${toExpression(sets)}: ${compared.fireCount} fires\n`);
  }
}
process.stdout.write(`${ZONES.length} zones, 10 years, ${fireCount} fires, ${differenceCount} differences\n`);
process.exitCode = differenceCount === 0 ? 0 : 1;
