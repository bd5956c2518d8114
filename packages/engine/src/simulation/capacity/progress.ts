import { SingleBar } from 'cli-progress';

export interface SimulationProgress {
  begin(label: string, untilMs: number): void;
  show(nowMs: number): void;
  end(): void;
}

const PLAIN_LINE_MS = 5_000;

/** A bar on a terminal; elsewhere a plain line now and then. */
export function createSimulationProgress(output: NodeJS.WriteStream): SimulationProgress {
  return output.isTTY ? createBar(output) : createLines(output);
}

function createBar(stream: NodeJS.WriteStream): SimulationProgress {
  const format = '{label} {bar} {percentage} % {eta_formatted} left';
  const bar = new SingleBar({
    format,
    stream,
    barsize: 20,
    fps: 5,
    hideCursor: true,
    linewrap: false,
    clearOnComplete: true,
  });
  return {
    begin: (label, untilMs) => bar.start(untilMs, 0, { label }),
    show: (nowMs) => {
      bar.update(nowMs);
      // The simulation never gives way to the timer that draws the bar.
      bar.render();
    },
    end: () => bar.stop(),
  };
}

function createLines(output: NodeJS.WritableStream): SimulationProgress {
  let state = { label: '', untilMs: 1, shownAt: 0 };
  return {
    begin: (label, untilMs) => {
      state = { label, untilMs, shownAt: performance.now() };
    },
    show: (nowMs) => {
      if (performance.now() - state.shownAt < PLAIN_LINE_MS) return;
      state.shownAt = performance.now();
      output.write(`${state.label}: ${Math.floor((nowMs * 100) / state.untilMs)} %\n`);
    },
    end: () => {},
  };
}
