import { OperatorError } from '@leeway/db/operator-error';
import ora from 'ora';

/** What a step says when it is done, behind its title. */
export type Detail = string | undefined;

export function formatSeconds(tookMs: number): string {
  return `${(tookMs / 1000).toFixed(1)} s`;
}

/** One line per step: what runs and for how long while it does (on a terminal), then what was done and its time. */
export async function step<T>(title: string, work: (say: (detail: string) => void) => Promise<T>): Promise<T> {
  const beganAt = performance.now();
  const elapsed = () => formatSeconds(performance.now() - beganAt);
  // A terminal without a width (some containers give one) would be redrawn for ever.
  const isLive = process.stdout.isTTY && process.stdout.columns > 0;
  const spinner = ora({
    text: title,
    suffixText: elapsed,
    discardStdin: false,
    stream: process.stdout,
    isEnabled: isLive,
  });
  if (isLive) spinner.start();
  let detail: Detail;
  try {
    const result = await work((text) => {
      detail = text;
    });
    spinner.stopAndPersist({ symbol: '✔', text: detail === undefined ? title : `${title} · ${detail}` });
    return result;
  } catch (error) {
    spinner.stopAndPersist({ symbol: '✖', text: title });
    throw error;
  }
}

export function sayLine(symbol: string, text: string): void {
  process.stdout.write(`${symbol} ${text}\n`);
}

/** Runs a program to its end; what an operator can mend is one line, anything else shows where it came from. */
export async function runMain(main: () => Promise<void>): Promise<void> {
  try {
    await main();
  } catch (error) {
    process.exitCode = 1;
    if (error instanceof OperatorError) sayLine('✖', error.message);
    else process.stderr.write(`✖ ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  }
}
