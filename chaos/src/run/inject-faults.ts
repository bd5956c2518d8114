import { setTimeout as sleep } from 'node:timers/promises';
import type { ProcessMark } from '@leeway/db/data-dir';
import type { FaultTarget } from '../ledger/ledger.ts';
import type { ChaosPostgres } from '../parts/postgres.ts';
import { signal } from '../parts/processes.ts';
import type { PlannedFault } from '../plan/plan-faults.ts';
import type { ClientCrew } from './client-crew.ts';
import type { EngineCrew } from './engine-crew.ts';
import type { SupervisorLedger } from './supervisor-ledger.ts';

const LOOK_MS = 20;

export interface FaultsOptions {
  readonly plan: readonly PlannedFault[];
  readonly engines: EngineCrew;
  readonly clients: ClientCrew;
  readonly postgres: ChaosPostgres;
  readonly ledger: SupervisorLedger;
  readonly isStopped: () => boolean;
  readonly onFault: () => void;
}

/** Carries the plan out, each fault at its time or as soon as there is a process for it; resolves when all pauses are over. */
export async function injectFaults(options: FaultsOptions): Promise<void> {
  const { plan, ledger, postgres } = options;
  const beganAt = performance.now();
  const pauses: Promise<void>[] = [];

  const candidates: { readonly [Target in FaultTarget]: () => readonly ProcessMark[] } = {
    engine: () => options.engines.running().map(({ mark }) => mark),
    worker: () => options.engines.running().flatMap((engine) => engine.workers()),
    client: () => options.clients.running(),
    backend: () => postgres.backends(),
    postmaster: () => [postgres.postmaster()].filter((mark) => mark !== null),
  };

  const kill = async (target: FaultTarget, victim: ProcessMark): Promise<void> => {
    const from = Date.now();
    const engine = options.engines.running().find(({ mark }) => mark.pid === victim.pid);
    if (target === 'engine' && engine !== undefined) options.engines.kill(engine);
    else if (target === 'client') options.clients.kill(victim);
    else if (target === 'postmaster') await postgres.killPostmaster();
    else signal(victim, 'SIGKILL');
    if (target === 'postmaster') await postgres.start();
    if (target === 'postmaster' || target === 'backend') await postgres.untilUp();
    ledger.fault({ kind: 'kill', target, pid: victim.pid, from, to: Date.now() });
  };

  const pause = async (target: FaultTarget, victim: ProcessMark, pauseMs: number): Promise<void> => {
    const from = Date.now();
    signal(victim, 'SIGSTOP');
    await sleep(pauseMs);
    signal(victim, 'SIGCONT');
    ledger.fault({ kind: 'pause', target, pid: victim.pid, from, to: Date.now() });
  };

  for (const fault of plan) {
    await sleep(Math.max(0, fault.at - (performance.now() - beganAt)));
    const victim = await findVictim(candidates[fault.target], fault.pick, options.isStopped);
    if (victim === null) break;
    if (fault.kind === 'pause') pauses.push(pause(fault.target, victim, fault.pauseMs));
    else await kill(fault.target, victim);
    options.onFault();
  }
  await Promise.all(pauses);
}

/** Null where the run is being stopped. */
async function findVictim(
  candidates: () => readonly ProcessMark[],
  pick: number,
  isStopped: () => boolean,
): Promise<ProcessMark | null> {
  for (; !isStopped(); await sleep(LOOK_MS)) {
    const found = candidates();
    const victim = found[Math.floor(pick * found.length)];
    if (victim !== undefined) return victim;
  }
  return null;
}
