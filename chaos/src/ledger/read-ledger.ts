import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { BalanceLook, Ledger, Witness } from './ledger.ts';
import { readLedgerFiles } from './ledger-file.ts';
import { readFaults } from './read-faults.ts';
import { readRuns } from './read-runs.ts';
import { readSubmissions } from './read-submissions.ts';

const fileOf = (folder: string) => path.join(folder, 'witness.json');

/** Keeps what the store saw beside what everybody else wrote: the store itself is removed. */
export function keepWitness(folder: string, witness: Witness): void {
  writeFileSync(fileOf(folder), JSON.stringify(witness));
}

/** The whole ledger of a run that is over. */
export function readLedger(folder: string): Ledger {
  return {
    ...readSubmissions(folder),
    ...readFaults(folder),
    looks: [...readLedgerFiles<BalanceLook>(folder, 'balance')],
    runs: readRuns(path.join(folder, 'runs')),
    witness: JSON.parse(readFileSync(fileOf(folder), 'utf8')) as Witness,
  };
}
