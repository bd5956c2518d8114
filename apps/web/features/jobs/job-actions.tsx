'use client';
import type { JobChangeAnswer, PendingCommand } from '@leeway/domain/job-command';
import type { JobView } from '@leeway/domain/views';
import { useQuery } from '@tanstack/react-query';
import { Ban, CalendarClock, type LucideIcon, RotateCcw } from 'lucide-react';
import { useState } from 'react';
import { toast } from 'sonner';
import { Button } from '#components/button.tsx';
import { Dialog } from '#components/dialog.tsx';
import { whyNotChange } from '#features/session/decide-rights.ts';
import { useSessionUser } from '#features/session/session-context.tsx';
import { useTRPC } from '#lib/trpc/context.ts';
import { DeadlineForm } from './deadline-form.tsx';
import { decideJobVerbs, explainCancel, type JobVerb } from './decide-job-verbs.ts';
import { describeAnswer } from './describe-answer.ts';
import { EndJobForm } from './end-job-form.tsx';

const LOOKS: Readonly<Record<JobVerb, { label: string; icon: LucideIcon; title: string }>> = {
  changeDeadline: { label: 'New deadline', icon: CalendarClock, title: 'Give the job a new deadline' },
  cancel: { label: 'Cancel the job', icon: Ban, title: 'Cancel the job?' },
  redrive: { label: 'Redrive', icon: RotateCcw, title: 'Redrive the job?' },
};

interface JobActionsProps {
  readonly job: JobView;
  /** There is more to come: the answer is final only later. */
  readonly onUnfinished: (text: string) => void;
}

/** What can be done to the job shown. */
export function JobActions({ job, onUnfinished }: JobActionsProps) {
  const trpc = useTRPC();
  const user = useSessionUser();
  const useCase = useQuery(trpc.useCase.get.queryOptions({ name: job.useCase }));
  const [open, setOpen] = useState<JobVerb | null>(null);
  const team = useCase.data?.team;
  const refusal = team === undefined ? 'Who owns it is not known yet' : whyNotChange(user, team);
  const close = () => setOpen(null);
  const onAnswer = (answer: JobChangeAnswer | PendingCommand) => {
    const { text, isOver } = describeAnswer(answer);
    if (isOver) toast.success(text);
    else onUnfinished(text);
    close();
  };
  return (
    <>
      {decideJobVerbs(job).map((verb) => (
        <VerbButton key={verb} verb={verb} refusal={refusal} onClick={() => setOpen(verb)} />
      ))}
      <Dialog
        open={open !== null}
        onOpenChange={(isOpen) => !isOpen && close()}
        title={LOOKS[open ?? 'cancel'].title}
        description={open === null ? '' : explain(open, job)}
      >
        {open === 'changeDeadline' && <DeadlineForm job={job} onAnswer={onAnswer} onLeave={close} />}
        {(open === 'cancel' || open === 'redrive') && (
          <EndJobForm verb={open} job={job} onAnswer={onAnswer} onLeave={close} />
        )}
      </Dialog>
    </>
  );
}

interface VerbButtonProps {
  readonly verb: JobVerb;
  readonly refusal: string | null;
  readonly onClick: () => void;
}

function VerbButton({ verb, refusal, onClick }: VerbButtonProps) {
  const { label, icon: Icon } = LOOKS[verb];
  const tone = verb === 'cancel' ? 'danger' : 'secondary';
  return (
    <Button tone={tone} onClick={onClick} disabled={refusal !== null} title={refusal ?? undefined}>
      <Icon aria-hidden="true" />
      {label}
    </Button>
  );
}

function explain(verb: JobVerb, job: JobView): string {
  if (verb === 'cancel') return explainCancel(job);
  if (verb === 'changeDeadline')
    return 'It takes its new place in its queue at once. A job that has started keeps the deadline it has.';
  return 'It waits again at once, with all its attempts and a deadline from now on; its history and its id stay.';
}
