import { fork } from 'node:child_process';
import path from 'node:path';
import { profileFlags } from './profile-flags.ts';
import type { RunAnswer, RunSpec } from './words.ts';

const MAIN = path.join(import.meta.dirname, 'run-main.ts');
const LIMIT_MS = 15 * 60_000;

/** Runs it in a process of its own; `abandoned` ends that early. Never rejects. */
export async function runInProcess(spec: RunSpec, abandoned: AbortSignal): Promise<RunAnswer> {
  const child = fork(MAIN, [JSON.stringify(spec)], {
    execArgv: profileFlags(spec.place.profileDir, `run-${spec.system}-${spec.case}`),
  });
  let answer: RunAnswer = { kind: 'failed', message: 'the process of the run ended without an answer' };
  child.on('message', (message) => {
    answer = message as RunAnswer;
  });
  const giveUp = () => {
    // It ends by itself when it is left alone, and so do its children.
    if (child.connected) child.disconnect();
  };
  const timer = setTimeout(() => {
    answer = { kind: 'failed', message: `not over after ${LIMIT_MS / 60_000} minutes` };
    giveUp();
  }, LIMIT_MS);
  abandoned.addEventListener('abort', giveUp);
  await new Promise((resolve) => child.once('exit', resolve));
  clearTimeout(timer);
  abandoned.removeEventListener('abort', giveUp);
  return answer;
}
