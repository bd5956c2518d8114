'use client';
import { CriticalityFloor, IncidentModeRequest } from '@leeway/domain/incident-mode';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { toast } from 'sonner';
import { Button } from '#components/button.tsx';
import { Dialog } from '#components/dialog.tsx';
import { Notice } from '#components/notice.tsx';
import { Segmented } from '#components/segmented.tsx';
import { TextField } from '#components/text-field.tsx';
import { INCIDENT_LENGTHS, USUAL_LENGTH_MS } from '#features/confirm/incident-lengths.ts';
import { ChoiceCards } from '#features/use-case-form/choice-cards.tsx';
import { problemOf } from '#lib/problem.ts';
import { useTRPC } from '#lib/trpc/context.ts';
import { useFaultFocus } from '#lib/use-fault-focus.ts';
import { explainFloor } from './explain-floor.ts';
import { useIncidentModesChanged } from './use-incident-modes.ts';

const FLOORS = CriticalityFloor.options.map((value) => ({ value, label: value, means: explainFloor(value) }));
const LENGTHS = INCIDENT_LENGTHS.map(({ ms, label }) => ({ value: String(ms), label }));

interface StartDialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
}

export function StartDialog({ open, onClose }: StartDialogProps) {
  return (
    <Dialog
      open={open}
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title="Start incident mode"
      description="From now on only work of the floor and above starts, of every team. What runs already runs on; what waits is kept."
      sticky
    >
      {open && <StartForm onClose={onClose} />}
    </Dialog>
  );
}

const FIELDS = ['reason', 'incidentUrl', 'durationMs', 'criticalityFloor'];

function StartForm({ onClose }: Omit<StartDialogProps, 'open'>) {
  const trpc = useTRPC();
  const changed = useIncidentModesChanged();
  const [draft, setDraft] = useState({
    criticalityFloor: 'high' as CriticalityFloor,
    durationMs: String(USUAL_LENGTH_MS),
    reason: '',
    incidentUrl: '',
  });
  const [faults, setFaults] = useState<readonly { field: string; message: string }[]>([]);
  const form = useFaultFocus(faults);
  const start = useMutation(trpc.incidentMode.start.mutationOptions());
  const problem = start.error === null ? null : problemOf(start.error);
  const all = [...faults, ...(problem?.fields ?? [])];
  const faultOf = (name: string) => all.find(({ field }) => field === name)?.message;
  const change = (part: Partial<typeof draft>) => setDraft((before) => ({ ...before, ...part }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const { durationMs, reason, incidentUrl, criticalityFloor } = draft;
    const checked = IncidentModeRequest.safeParse({
      criticalityFloor,
      durationMs: Number(durationMs),
      reason: reason.trim(),
      incidentUrl: incidentUrl.trim(),
    });
    setFaults((checked.error?.issues ?? []).map(({ path, message }) => ({ field: path.join('.'), message })));
    if (!checked.success) return;
    start.mutate(checked.data, {
      onSuccess: async () => {
        await changed();
        toast.success('Incident mode is in force');
        onClose();
      },
    });
  };
  return (
    <form ref={form} onSubmit={submit} noValidate className="flex flex-col gap-4">
      <ChoiceCards
        id="mode-floor"
        label="Criticality floor"
        hint="What still starts."
        value={draft.criticalityFloor}
        choices={FLOORS}
        onChange={(criticalityFloor) => change({ criticalityFloor })}
      />
      <div>
        <p className="mb-1.5 font-medium">For how long</p>
        <Segmented
          label="For how long"
          value={draft.durationMs}
          options={LENGTHS}
          onChange={(durationMs) => change({ durationMs })}
        />
        <p className="mt-1.5 text-sm text-muted">It ends by itself, and can be extended or ended before.</p>
      </div>
      <TextField
        id="mode-reason"
        label="Why"
        error={faultOf('reason')}
        value={draft.reason}
        onChange={(event) => change({ reason: event.target.value })}
      />
      <TextField
        id="mode-link"
        label="Link to the incident"
        optional
        error={faultOf('incidentUrl')}
        type="url"
        inputMode="url"
        placeholder="https://"
        value={draft.incidentUrl}
        onChange={(event) => change({ incidentUrl: event.target.value })}
      />
      {problem !== null && !FIELDS.some((name) => faultOf(name)) && <Notice tone="bad">{problem.detail}</Notice>}
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>Leave it</Button>
        <Button type="submit" tone="danger" disabled={start.isPending}>
          {start.isPending ? 'Starting…' : 'Start incident mode'}
        </Button>
      </div>
    </form>
  );
}
