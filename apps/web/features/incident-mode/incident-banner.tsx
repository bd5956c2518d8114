'use client';
import type { IncidentModeView } from '@leeway/domain/capacity-views';
import { Siren } from 'lucide-react';
import { useState } from 'react';
import { Countdown } from '#components/countdown.tsx';
import { useStoreNow } from '#lib/live/use-store-now.ts';
import { useHydrated } from '#lib/use-hydrated.ts';
import { ChangeModeDialog, type ModeChange } from './change-mode-dialog.tsx';
import { explainFloor } from './explain-floor.ts';
import { ModeActions, ModeLink } from './mode-parts.tsx';
import { useIncidentModes } from './use-incident-modes.ts';

/** On every page while incident mode is in force: what still starts, until when, who wanted it and why. One, however many modes. */
export function IncidentBanner() {
  const { data } = useIncidentModes();
  const now = useStoreNow({ asOf: data?.asOf ?? 0 });
  // A page that reads the same list would bring it in before this is alive, and the two would differ.
  const isAlive = useHydrated();
  const [change, setChange] = useState<ModeChange | null>(null);
  if (!isAlive) return null;
  const active = data?.modes.filter(({ isActive, endsAt }) => isActive && endsAt > now) ?? [];
  return (
    <>
      {active[0] !== undefined && (
        <section
          aria-label="Incident mode"
          className="mb-4 flex items-start gap-x-4 rounded-lg border border-l-4 border-line border-l-bad bg-bad-soft px-4 py-3"
        >
          <Siren aria-hidden="true" className="mt-0.5 size-5 shrink-0 text-bad" />
          <div className="min-w-0 flex-1">
            <p role="alert" className="font-semibold">
              Incident mode. {explainFloor(active[0].criticalityFloor)}
            </p>
            <ul aria-label="In force" className="flex flex-col gap-x-4 gap-y-2">
              {active.map((mode) => (
                <Mode
                  key={mode.id}
                  mode={mode}
                  now={now}
                  isAlone={active.length === 1}
                  onChange={(verb) => setChange({ verb, mode })}
                />
              ))}
            </ul>
          </div>
        </section>
      )}
      <ChangeModeDialog change={change} onClose={() => setChange(null)} />
    </>
  );
}

interface ModeProps {
  readonly mode: IncidentModeView;
  readonly now: number;
  /** Else each names its floor: what holds is the strictest. */
  readonly isAlone: boolean;
  readonly onChange: (verb: ModeChange['verb']) => void;
}

function Mode({ mode, now, isAlone, onChange }: ModeProps) {
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
      <p className="min-w-0 flex-1 basis-60 text-sm break-words">
        {isAlone ? 'Ends in ' : `Floor ${mode.criticalityFloor}, ends in `}
        <Countdown until={mode.endsAt} now={now} />. {mode.startedBy}: “{mode.reason}” <ModeLink mode={mode} />
      </p>
      <ModeActions mode={mode} onChange={onChange} />
    </li>
  );
}
