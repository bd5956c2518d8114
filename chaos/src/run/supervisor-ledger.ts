import path from 'node:path';
import type { Fault } from '../ledger/ledger.ts';
import { type LedgerFile, openLedgerFile } from '../ledger/ledger-file.ts';
import type { SupervisorRecord } from '../ledger/read-faults.ts';

export interface SupervisorLedger {
  fault(fault: Fault): void;
  engine(pid: number, engineId: string): void;
}

/** What was done to whom, on disk. */
export function openSupervisorLedger(folder: string): SupervisorLedger {
  const file: LedgerFile = openLedgerFile(path.join(folder, 'supervisor.jsonl'));
  const write = (record: SupervisorRecord) => file.write(record);
  return {
    fault: (fault) => write({ op: 'fault', fault }),
    engine: (pid, engineId) => write({ op: 'engine', pid, engineId }),
  };
}
