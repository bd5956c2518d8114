'use client';
import type { IncidentModeView } from '@leeway/domain/capacity-views';
import { Button } from '#components/button.tsx';
import { OutsideLink } from '#components/outside-link.tsx';
import { useSessionUser } from '#features/session/session-context.tsx';
import type { ModeChange } from './change-mode-dialog.tsx';

export function ModeLink({ mode: { incidentUrl } }: { readonly mode: Pick<IncidentModeView, 'incidentUrl'> }) {
  return incidentUrl === '' ? null : <OutsideLink href={incidentUrl}>Incident</OutsideLink>;
}

interface ModeActionsProps {
  readonly mode: IncidentModeView;
  readonly onChange: (verb: ModeChange['verb']) => void;
}

/** For admins: it reaches every team. */
export function ModeActions({ mode, onChange }: ModeActionsProps) {
  if (useSessionUser()?.role !== 'admin' || !mode.isActive) return null;
  const of = <span className="sr-only"> incident mode</span>;
  return (
    <div className="flex flex-wrap gap-2">
      <Button size="sm" onClick={() => onChange('extend')}>
        Extend{of}
      </Button>
      <Button size="sm" tone="danger" onClick={() => onChange('end')}>
        End now{of}
      </Button>
    </div>
  );
}
