import type { Fault } from './ledger.ts';
import { readLedgerFiles } from './ledger-file.ts';

/** What the supervisor writes: what it did to whom, and which engine runs in which process. */
export type SupervisorRecord =
  | { readonly op: 'fault'; readonly fault: Fault }
  | { readonly op: 'engine'; readonly pid: number; readonly engineId: string };

export function readFaults(folder: string): { faults: Fault[]; engines: Map<number, string> } {
  const faults: Fault[] = [];
  const engines = new Map<number, string>();
  for (const record of readLedgerFiles<SupervisorRecord>(folder, 'supervisor')) {
    if (record.op === 'fault') faults.push(record.fault);
    else engines.set(record.pid, record.engineId);
  }
  return { faults, engines };
}
