import type { JobView } from '@leeway/domain/views';
import type { Actor } from '../api/context.ts';

/** Error texts can repeat what a payload said: they are for the owning team, for on-call and for admins. */
export function mayReadMessages(actor: Actor, team: string): boolean {
  return actor.role === 'admin' || actor.role === 'on-call' || actor.teams.includes(team);
}

/** The job without its concurrency key and the text of its failure, saying so; the failure's code stays. */
export function withholdMessage(job: JobView, team: string): JobView {
  if (job.failure === null) return { ...job, concurrencyKey: null };
  return {
    ...job,
    concurrencyKey: null,
    failure: { code: job.failure.code, message: `The text is shown to team ${team} only` },
  };
}
