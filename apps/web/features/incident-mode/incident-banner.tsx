'use client';
import type { IncidentModeView } from '@leeway/domain/capacity-views';
import type { Criticality } from '@leeway/domain/criticality';
import { Siren } from 'lucide-react';
import { useState } from 'react';
import { Countdown } from '#components/countdown.tsx';
import { useStoreNow } from '#lib/live/use-store-now.ts';
import { useHydrated } from '#lib/use-hydrated.ts';
import { ChangeModeDialog, type ModeChange } from './change-mode-dialog.tsx';
import { explainFloor } from './explain-floor.ts';
import { ModeActions, ModeLink } from './mode-parts.tsx';
import { useIncidentModes } from './use-incident-modes.ts';

/** On every page while incident mode is in force: what still starts, until when, who wanted it and why. */
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
      {active.map((mode, index) => (
        <Banner
          key={mode.id}
          mode={mode}
          now={now}
          above={active[index - 1] === undefined ? null : (active[0]?.criticalityFloor ?? null)}
          onChange={(verb) => setChange({ verb, mode })}
        />
      ))}
      <ChangeModeDialog change={change} onClose={() => setChange(null)} />
    </>
  );
}

interface BannerProps {
  readonly mode: IncidentModeView;
  readonly now: number;
  /** The floor of the one that holds, where this is another; null: this one holds. */
  readonly above: Criticality | null;
  readonly onChange: (verb: ModeChange['verb']) => void;
}

function Banner({ mode, now, above, onChange }: BannerProps) {
  return (
    <section
      aria-label="Incident mode"
      className="mb-4 flex flex-wrap items-start gap-x-4 gap-y-2 rounded-lg border border-l-4 border-line border-l-bad bg-bad-soft px-4 py-3"
    >
      <Siren aria-hidden="true" className="mt-0.5 size-5 shrink-0 text-bad" />
      <div className="min-w-0 flex-1 basis-60">
        <p role="alert" className="font-semibold">
          Incident mode. {explainFloor(mode.criticalityFloor)}
        </p>
        <p className="text-sm break-words">
          Ends in <Countdown until={mode.endsAt} now={now} />
          {above !== null &&
            (above === mode.criticalityFloor ? ', beside the one above' : '; the one above holds back more')}
          . {mode.startedBy}: “{mode.reason}” <ModeLink mode={mode} />
        </p>
      </div>
      <ModeActions mode={mode} onChange={onChange} />
    </section>
  );
}
