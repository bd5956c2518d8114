import { findCase } from './cases/find-case.ts';
import { findSystem } from './systems/find-system.ts';
import type { RunAnswer, RunSpec } from './words.ts';

/** One run in a process of its own, so that no run finds the heap or the compiled code of another. */
async function main(spec: RunSpec): Promise<RunAnswer> {
  try {
    const measurements = await findCase(spec.case)({
      sizes: spec.sizes,
      variant: spec.variant,
      open: (workload) => findSystem(spec.system).open(spec.place, workload),
    });
    return { kind: 'measured', measurements };
  } catch (error) {
    return fail(error);
  }
}

function send(answer: RunAnswer): void {
  process.send?.(answer, () => process.exit(0));
}

function fail(error: unknown): RunAnswer {
  return { kind: 'failed', message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}

process.on('disconnect', () => process.exit(1));
// What a library throws outside every promise ends the run, with its name.
for (const event of ['uncaughtException', 'unhandledRejection'] as const)
  process.on(event, (error) => send(fail(error)));
send(await main(JSON.parse(process.argv[2] ?? '{}')));
