import type { CaseName } from '../words.ts';
import { backlog } from './backlog.ts';
import type { Case } from './case.ts';
import { drain } from './drain.ts';
import { endToEnd } from './end-to-end.ts';
import { latency } from './latency.ts';
import { lateness } from './lateness.ts';
import { neighbour } from './neighbour.ts';
import { quota } from './quota.ts';
import { submit, submitHttp } from './submit.ts';
import { useCases } from './use-cases.ts';

/** `raw` is no case of its own: see plan-runs.ts. */
const ALL: Readonly<Record<Exclude<CaseName, 'raw'>, Case>> = {
  submit,
  'submit-http': submitHttp,
  drain,
  'end-to-end': endToEnd,
  latency,
  'use-cases': useCases,
  backlog,
  neighbour,
  lateness,
  quota,
};

export function findCase(name: CaseName): Case {
  if (name === 'raw') throw new Error('the case raw is made of others');
  return ALL[name];
}
