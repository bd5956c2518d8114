import { parseJobId } from '@leeway/domain/job-id';

/** The job id in what was typed or pasted, if it is one. */
export function findJobId(typed: string): string | null {
  const id = typed.trim().toLowerCase();
  return parseJobId(id) === null ? null : id;
}
