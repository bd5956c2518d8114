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
    return { kind: 'failed', message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

process.on('disconnect', () => process.exit(1));
const answer = await main(JSON.parse(process.argv[2] ?? '{}'));
process.send?.(answer, () => process.exit(0));
