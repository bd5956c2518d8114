import type { GateReading, WaitReason } from '@leeway/domain/wait-reason';
import { DoorClosed, DoorOpen } from 'lucide-react';
import Link from 'next/link';
import { cx } from '#lib/class-names.ts';
import { describeHeld, describeOpening } from './describe-wait.ts';
import { FullKeys } from './full-keys.tsx';
import { GateBadge } from './gate-badge.tsx';
import { gateText } from './gate-text.ts';

interface ReasonViewProps {
  readonly reason: WaitReason;
  readonly asOf: number;
  /** What else is known of the wait, in sentences. */
  readonly facts: readonly (string | null)[];
}

/** Why something waits: the gate that is closed, who holds what, then what every gate says in its order. */
export function ReasonView({ reason, asOf, facts }: ReasonViewProps) {
  const closed = reason.readings.find(({ gate }) => gate === reason.gate);
  // Whose turn it is matters once nothing forbids it.
  const asked = reason.readings.filter(({ gate }) => gate !== 'turn' || reason.gate === 'turn');
  const sentences = [describeOpening(closed?.opensAt ?? null, asOf), ...facts].filter((fact) => fact !== null);
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
        <GateBadge gate={reason.gate} />
        <p className="min-w-0 flex-1 basis-64 font-medium">{closed?.text ?? 'An engine of another version says so'}</p>
      </div>
      {sentences.length > 0 && <p className="text-sm text-muted">{sentences.map(asSentence).join(' ')}</p>}
      {closed !== undefined && closed.holders.length > 0 && <Holders reading={closed} />}
      {closed?.keys !== undefined && closed.keys.length > 0 && <FullKeys keys={closed.keys} />}
      {asked.length > 1 && <Gates readings={asked} asOf={asOf} />}
    </div>
  );
}

function asSentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function Holders({ reading: { holders, unit } }: { readonly reading: GateReading }) {
  return (
    <div className="text-sm">
      <h3 className="text-xs text-muted">{unit === 'MiB' ? 'Who holds the memory' : 'Who holds the slots'}</h3>
      <ul className="flex flex-wrap gap-x-5 gap-y-0.5">
        {holders.map((holder) => (
          <li key={holder.useCase}>
            <Link href={`/use-cases/${encodeURIComponent(holder.useCase)}`} className="font-medium hover:underline">
              {holder.useCase}
            </Link>{' '}
            <span className="text-muted">holds {describeHeld(holder, unit)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Gates({ readings, asOf }: { readonly readings: readonly GateReading[]; readonly asOf: number }) {
  return (
    <div className="text-sm">
      <h3 className="mb-1 text-xs text-muted">All gates, in the order in which they are asked</h3>
      <ol aria-label="All gates" className="grid gap-x-8 gap-y-1 xl:grid-cols-2">
        {readings.map((reading) => {
          const Icon = reading.isOpen ? DoorOpen : DoorClosed;
          const opening = reading.isOpen ? null : describeOpening(reading.opensAt, asOf);
          return (
            <li key={reading.gate} className="flex min-w-0 items-start gap-2">
              <Icon
                aria-hidden="true"
                className={cx('mt-0.5 size-4 shrink-0', reading.isOpen ? 'text-good' : 'text-warn')}
              />
              <p className="min-w-0">
                <span className="font-medium">{gateText(reading.gate).label}</span>
                <span className="sr-only">{reading.isOpen ? ', open' : ', closed'}</span>{' '}
                <span className="text-muted">
                  {reading.text}
                  {opening !== null && `; ${opening}`}
                </span>
              </p>
            </li>
          );
        })}
      </ol>
    </div>
  );
}
