import type { SystemName } from '../words.ts';
import { compare, timesBetter } from './compare.ts';
import { formatNumber, formatShare, formatTimes } from './format.ts';
import { RATIO, type Result } from './result.ts';

export const HEADINGS = ['case', 'system', 'median', 'lowest … highest', 'Leeway is'] as const;

const OURS: readonly SystemName[] = ['leeway', 'leeway-rows', 'leeway-http'];

/** One line per result; for each system that is not Leeway, how many times better Leeway is. */
export function toRows(results: readonly Result[]): string[][] {
  return results
    .filter((result) => result.case !== 'raw')
    .map((result) => [
      result.metric === '' ? result.case : `${result.case}, ${result.metric}`,
      result.system,
      result.unit === RATIO ? formatNumber(result.value) : `${formatNumber(result.value)} ${result.unit}`,
      `${formatNumber(result.min)} … ${formatNumber(result.max)}`,
      OURS.includes(result.system) ? '' : describeRatio(result, results),
    ]);
}

function describeRatio(theirs: Result, results: readonly Result[]): string {
  const ours = results.find(
    (one) => one.system === 'leeway' && one.case === theirs.case && one.metric === theirs.metric,
  );
  if (ours === undefined || theirs.unit === RATIO) return '';
  return theirs.system === 'raw' ? formatShare(ours.value / theirs.value) : formatTimes(timesBetter(ours, theirs));
}

/** What it comes to, a sentence per number of Leeway's. */
export function toSentences(results: readonly Result[]): string[] {
  return results.flatMap((ours) => {
    if (!OURS.includes(ours.system)) return [];
    const name = [ours.case, ours.metric].filter(Boolean).join(', ');
    if (ours.unit === RATIO) return [`${name}: ${ours.system} ${formatNumber(ours.value)}`];
    const found = compare(ours, results);
    if (found === null) return [];
    const share = found.shareOfRaw === null ? '' : `, ${formatShare(found.shareOfRaw)} of raw`;
    const times = `${formatTimes(found.timesBestPeer)} the best peer (${found.bestPeer})`;
    return `${name}: ${ours.system} ${formatNumber(ours.value)} ${ours.unit}, ${times}${share}`;
  });
}
