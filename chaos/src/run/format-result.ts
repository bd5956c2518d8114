import { VIOLATIONS, type Violation } from '../check/verdict.ts';
import type { ChaosResult } from './run-chaos.ts';

const number = new Intl.NumberFormat('en');

/** What was seen, what must not have been, and what accounts for the rest. */
export function formatResult({ seen, findings, explained, drainMs, tookMs }: ChaosResult): string {
  const counts = [
    ['accepted', seen.accepted],
    ['of unknown outcome', seen.unknown],
    ['of these stored', seen.unknownStored],
    ['runs', seen.runs],
    ['done', seen.done],
    ['dead', seen.dead],
    ['delivered again', seen.redelivered],
  ] as const;
  const lines = counts.map(([name, count]) => `  ${name.padEnd(26)}${number.format(count).padStart(12)}`);
  for (const [name, count] of Object.entries(explained))
    lines.push(`    because ${name.padEnd(16)}${number.format(count).padStart(12)}`);
  lines.push('');
  for (const [name, finding] of Object.entries(findings)) {
    lines.push(
      `${finding.count === 0 ? '✔' : '✖'} ${toWords(name).padEnd(26)}${number.format(finding.count).padStart(12)}`,
    );
    if (finding.count === 0) continue;
    lines.push(`    ${VIOLATIONS[name as Violation]}:`, ...finding.examples.map((example) => `    ${example}`));
  }
  lines.push('', `At rest ${seconds(drainMs)} after the last fault; ${seconds(tookMs)} in all.`);
  return lines.join('\n');
}

function toWords(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`;
}
