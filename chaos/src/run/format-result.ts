import { type Verdict, VIOLATIONS, type Violation } from '../check/verdict.ts';
import type { ChaosResult } from './run-chaos.ts';

const number = new Intl.NumberFormat('en');

/** What was seen, what must not have been, and what accounts for the rest. */
export function formatVerdict({ seen, findings, explained }: Verdict): string {
  const counts = [
    ['accepted', seen.accepted],
    ['of unknown outcome', seen.unknown],
    ['of these stored', seen.unknownStored],
    ['runs', seen.runs],
    ['done', seen.done],
    ['dead', seen.dead],
    ['delivered again', seen.redelivered],
    ['balances compared', seen.looks],
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
  return lines.join('\n');
}

export function formatResult(result: ChaosResult): string {
  const { drainMs, tookMs } = result;
  return `${formatVerdict(result)}\n\nAt rest ${seconds(drainMs)} after the last fault; ${seconds(tookMs)} in all.`;
}

function toWords(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`;
}
