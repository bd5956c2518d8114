import Table from 'cli-table3';
import type { Machine } from '../machine.ts';
import type { Result } from './result.ts';
import { HEADINGS, toRows, toSentences } from './rows.ts';

export function toMachineLines(machine: Machine, postgresSettings: string): string[] {
  const versions = Object.entries(machine.versions).map(([name, version]) => `${name} ${version}`);
  return [
    `${machine.date} · ${machine.cpu}, ${machine.cores} cores, ${machine.memoryGb} GB · load average before: ${machine.loadAverage}`,
    versions.join(' · '),
    `postgres: ${postgresSettings}`,
  ];
}

export function toTerminal(results: readonly Result[]): string {
  const table = new Table({
    head: [...HEADINGS],
    style: { head: [], border: [], compact: true },
    colAligns: ['left', 'left', 'right', 'right', 'right'],
  });
  table.push(...toRows(results));
  return [table.toString(), '', ...toSentences(results)].join('\n');
}
