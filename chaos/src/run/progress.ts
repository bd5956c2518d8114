import { SingleBar } from 'cli-progress';
import type { ChaosProgress } from './run-chaos.ts';

const PLAIN_LINE_MS = 10_000;

export interface ProgressView {
  show(progress: ChaosProgress): void;
  stop(): void;
}

/** A bar on a terminal; elsewhere a plain line now and then. */
export function createProgress(output: NodeJS.WriteStream, jobCount: number): ProgressView {
  // A terminal without a width (some containers give one) would be redrawn for ever.
  return output.isTTY && output.columns > 0 ? createBar(output, jobCount) : createLines(output);
}

function describe({ phase, accepted, faults, left }: ChaosProgress): string {
  const waiting = left === null || left < 0 ? '' : ` · ${left} left`;
  return `${phase} · ${accepted} accepted · ${faults} faults${waiting}`;
}

function createBar(stream: NodeJS.WriteStream, jobCount: number): ProgressView {
  const bar = new SingleBar({ format: '{bar} {percentage} % {text}', stream, barsize: 20, fps: 5, linewrap: false });
  bar.start(jobCount, 0, { text: '' });
  return {
    show: (progress) => bar.update(Math.min(jobCount, progress.accepted), { text: describe(progress) }),
    stop: () => bar.stop(),
  };
}

function createLines(output: NodeJS.WritableStream): ProgressView {
  let shownAt = Number.NEGATIVE_INFINITY;
  let phase: ChaosProgress['phase'] | null = null;
  return {
    show: (progress) => {
      if (progress.phase === phase && performance.now() - shownAt < PLAIN_LINE_MS) return;
      phase = progress.phase;
      shownAt = performance.now();
      output.write(`${describe(progress)}\n`);
    },
    stop: () => undefined,
  };
}
