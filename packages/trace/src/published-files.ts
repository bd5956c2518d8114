import { existsSync } from 'node:fs';
import path from 'node:path';
import { appKey, functionKey, readDurations, readMemory, type SideFile } from './published-side-files.ts';
import { createCellReader, MINUTE_COLUMNS, requireColumns } from './read-cells.ts';
import type { Table } from './read-rows.ts';
import { TraceError } from './trace-error.ts';
import { type DurationKnot, type TraceFunction, UNRECORDED } from './trace-function.ts';

export const INVOCATION_COLUMNS: readonly string[] = [
  ...['HashOwner', 'HashApp', 'HashFunction', 'Trigger'],
  ...MINUTE_COLUMNS,
];

/** `invocations_per_function_md.anon.d01.csv`, for each of the 14 days. */
export const INVOCATIONS_FILE = /^invocations_per_function_md\.anon\.(d\d\d)\.csv$/;

const UNRECORDED_DURATIONS: readonly DurationKnot[] = [{ quantile: 0.5, ms: UNRECORDED.durationMs }];

export type Warn = (message: string) => void;

interface SideFiles {
  readonly durations: SideFile<readonly DurationKnot[]>;
  readonly memory: SideFile<number>;
}

/** The three files of a published day, joined on the function and on its application. Warns when it has read all. */
export async function* readPublishedFiles(
  { file, header, rows }: Table,
  warn: Warn,
): AsyncGenerator<TraceFunction & { line: number }> {
  requireColumns(file, header, INVOCATION_COLUMNS);
  const side = await readSideFiles(file, warn);
  const cells = createCellReader(file, header);
  let withoutDuration = 0;
  let withoutMemory = 0;
  for await (const row of rows) {
    const owner = cells.hash(row, 'HashOwner');
    const app = cells.hash(row, 'HashApp');
    const name = cells.hash(row, 'HashFunction');
    const durations = side.durations.values.get(functionKey(owner, app, name));
    const memoryMb = side.memory.values.get(appKey(owner, app));
    withoutDuration += durations === undefined ? 1 : 0;
    withoutMemory += memoryMb === undefined ? 1 : 0;
    yield {
      ...{ line: row.line, owner, app, name, trigger: cells.trigger(row), minuteCounts: cells.minuteCounts(row) },
      durations: durations ?? UNRECORDED_DURATIONS,
      memoryMb: memoryMb ?? UNRECORDED.memoryMb,
    };
  }
  if (withoutDuration > 0) {
    warn(`functions without a recorded duration: ${withoutDuration}; ${UNRECORDED.durationMs} ms is used`);
  }
  if (withoutMemory > 0) warn(`functions without recorded memory: ${withoutMemory}; ${UNRECORDED.memoryMb} MB is used`);
}

async function readSideFiles(file: string, warn: Warn): Promise<SideFiles> {
  const day = INVOCATIONS_FILE.exec(path.basename(file))?.[1];
  if (day === undefined) {
    const why = 'has the columns of an invocations file, but not its name (invocations_per_function_md.anon.d01.csv)';
    throw new TraceError({ file }, `${why}, so the files of durations and memory cannot be found beside it`);
  }
  const durations = await readDurations(requireFile(file, `function_durations_percentiles.anon.${day}.csv`));
  const memoryFile = path.join(path.dirname(file), `app_memory_percentiles.anon.${day}.csv`);
  const memory = existsSync(memoryFile) ? await readMemory(memoryFile) : { values: new Map(), repeatedCount: 0 };
  // the data set was published without the memory of its last two days
  if (!existsSync(memoryFile)) warn(`${memoryFile} does not exist; every function gets ${UNRECORDED.memoryMb} MB`);
  const repeated = durations.repeatedCount + memory.repeatedCount;
  if (repeated > 0) warn(`rows of durations or memory that repeat a key: ${repeated}; the better founded are used`);
  return { durations, memory };
}

function requireFile(invocationsFile: string, name: string): string {
  const file = path.join(path.dirname(invocationsFile), name);
  if (existsSync(file)) return file;
  throw new TraceError({ file }, `does not exist; it belongs beside ${path.basename(invocationsFile)}`);
}
