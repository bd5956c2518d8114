'use client';
import type { IncidentModeView } from '@leeway/domain/capacity-views';
import { ExternalLink } from 'lucide-react';
import { Button } from '#components/button.tsx';
import { useSessionUser } from '#features/session/session-context.tsx';
import type { ModeChange } from './change-mode-dialog.tsx';

export function ModeLink({ mode: { incidentUrl } }: { readonly mode: Pick<IncidentModeView, 'incidentUrl'> }) {
  if (incidentUrl === '') return null;
  return (
    <a
      href={incidentUrl}
      target="_blank"
      rel="noreferrer noopener"
      className="inline-flex min-h-6 items-center gap-1 font-medium underline"
    >
      Incident
      <ExternalLink aria-hidden="true" className="size-3.5" />
      <span className="sr-only">(opens another site)</span>
    </a>
  );
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
