import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { markOf, type ProcessMark } from '@leeway/db/data-dir';
import {
  type AllowanceMessage,
  type ClientSettings,
  type EndMessage,
  MARKERS_PER_CLIENT,
  type ProgressMessage,
} from '../clients/client-settings.ts';
import { signal } from '../parts/processes.ts';
import type { SupervisorLedger } from './supervisor-ledger.ts';

const MAIN = path.resolve(import.meta.dirname, '../clients/main.ts');

export interface ClientCrew {
  running(): readonly ProcessMark[];
  kill(client: ProcessMark): void;
  /** Lets all clients together have so many jobs accepted, from the beginning. */
  allow(jobCount: number): void;
  acceptedCount(): number;
  /** Lets each finish its call. */
  end(): Promise<void>;
  /** Ends all at once. */
  abandon(): Promise<void>;
}

export interface ClientCrewOptions {
  readonly count: number;
  readonly settings: Pick<ClientSettings, 'urls' | 'apiKey' | 'useCases' | 'seed' | 'isCalm'>;
  readonly folder: string;
  readonly ledger: SupervisorLedger;
}

interface Client {
  readonly child: ChildProcess;
  readonly mark: ProcessMark;
  /** Jobs that clients of this place before it had accepted. */
  readonly acceptedBefore: number;
  accepted: number;
}

/** Programs that submit; one that is killed is followed by another, whose jobs are other ones. */
export function startClientCrew({ count, settings, folder, ledger }: ClientCrewOptions): ClientCrew {
  const places: Client[] = [];
  const killed = new Set<number>();
  let generation = 0;
  let share = 0;
  let isEnding = false;

  const start = (place: number, acceptedBefore: number): Client => {
    generation += 1;
    const ledgerFile = path.join(folder, `client-${place}-${generation}.jsonl`);
    const firstMarker = generation * MARKERS_PER_CLIENT;
    const kind = place % 2 === 0 ? 'plain' : 'sdk';
    const all: ClientSettings = { ...settings, clientNo: place, firstMarker, kind, ledgerFile };
    const child = fork(MAIN, [JSON.stringify(all)], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    const client: Client = { child, mark: markOf(child.pid ?? 0), acceptedBefore, accepted: 0 };
    child.on('message', (message: ProgressMessage) => {
      client.accepted += message.jobCount;
    });
    child.once('exit', () => replace(place, client));
    tell(client);
    return client;
  };

  const replace = (place: number, client: Client): void => {
    const { pid } = client.mark;
    if (isEnding) return;
    if (!killed.has(pid))
      ledger.fault({ kind: 'ended-by-itself', target: 'client', pid, from: Date.now(), to: Date.now() });
    places[place] = start(place, client.acceptedBefore + client.accepted);
  };

  const tell = ({ child, acceptedBefore }: Client): void => {
    send(child, { kind: 'allowance', jobCount: share - acceptedBefore });
  };

  for (let place = 0; place < count; place++) places.push(start(place, 0));
  return {
    running: () => places.map(({ mark }) => mark),
    kill: (mark) => {
      killed.add(mark.pid);
      signal(mark, 'SIGKILL');
    },
    allow: (jobCount) => {
      share = Math.ceil(jobCount / count);
      for (const client of places) tell(client);
    },
    acceptedCount: () => places.reduce((sum, { accepted, acceptedBefore }) => sum + accepted + acceptedBefore, 0),
    end: async () => {
      isEnding = true;
      const alive = places.filter(({ child }) => child.exitCode === null && child.signalCode === null);
      const ended = alive.map(({ child }) => once(child, 'exit'));
      for (const { child } of alive) send(child, { kind: 'end' });
      await Promise.all(ended);
    },
    abandon: async () => {
      isEnding = true;
      const alive = places.filter(({ child }) => child.exitCode === null && child.signalCode === null);
      const ended = alive.map(({ child }) => once(child, 'exit'));
      for (const { mark } of alive) signal(mark, 'SIGKILL');
      await Promise.all(ended);
    },
  };
}

/** One that is just being killed hears nothing. */
function send(child: ChildProcess, message: AllowanceMessage | EndMessage): void {
  if (child.connected) child.send(message, () => undefined);
}
