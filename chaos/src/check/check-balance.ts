import type { Checking } from './checking.ts';

/** At every moment that was looked at, each job was in one place and counted there. */
export function checkBalance({ ledger, found }: Checking): void {
  for (const { at, wrong } of ledger.looks)
    for (const what of wrong) found.add('unbalanced', `${new Date(at).toISOString()}: ${what}`);
}
