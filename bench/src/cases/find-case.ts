import type { CaseName } from '../words.ts';
import type { Case } from './case.ts';
import { drain } from './drain.ts';
import { endToEnd } from './end-to-end.ts';
import { latency } from './latency.ts';
import { submit, submitHttp } from './submit.ts';

const ALL: Readonly<Partial<Record<CaseName, Case>>> = {
  submit,
  'submit-http': submitHttp,
  drain,
  'end-to-end': endToEnd,
  latency,
};

export function findCase(name: CaseName): Case {
  const found = ALL[name];
  if (found === undefined) throw new Error(`there is no case ${name}`);
  return found;
}
