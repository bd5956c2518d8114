import type { Gate } from '@leeway/domain/wait-reason';
import type { Tone } from '#components/badge.tsx';

/** What a gate is called, and how much it should worry a reader. */
const GATE_TEXT: Readonly<Record<Gate, { readonly label: string; readonly tone: Tone }>> = {
  incidentMode: { label: 'Incident mode', tone: 'bad' },
  paused: { label: 'Paused', tone: 'note' },
  notDue: { label: 'Not due', tone: 'plain' },
  cpuQuota: { label: 'CPU quota', tone: 'warn' },
  memory: { label: 'Memory', tone: 'warn' },
  concurrency: { label: 'Concurrency', tone: 'warn' },
  concurrencyKey: { label: 'Concurrency key', tone: 'warn' },
  downstream: { label: 'Downstream', tone: 'bad' },
  slowStart: { label: 'Slow start', tone: 'note' },
  timeShift: { label: 'Time shift', tone: 'plain' },
  noWorker: { label: 'No worker', tone: 'bad' },
  flowControl: { label: 'Flow control', tone: 'bad' },
  turn: { label: 'Its turn', tone: 'plain' },
};

/** An engine of another version may know gates that this console does not. */
export function gateText(gate: Gate): { readonly label: string; readonly tone: Tone } {
  return GATE_TEXT[gate] ?? { label: gate, tone: 'plain' };
}
