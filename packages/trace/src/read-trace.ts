import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { ONE_FILE_COLUMNS, readOneFile } from './one-file.ts';
import { INVOCATION_COLUMNS, INVOCATIONS_FILE, readPublishedFiles, type Warn } from './published-files.ts';
import { openTable, type Table } from './read-rows.ts';
import { TraceError } from './trace-error.ts';
import type { TraceFunction } from './trace-function.ts';

export interface ReadTraceOptions {
  /** Called with what was amended while reading, such as missing durations. */
  readonly onWarning?: Warn;
}

/**
 * The functions of a recorded day, one after another as the file is read: memory does not grow with the file, but for the
 * functions' keys and, in the published layout, their durations and memory.
 *
 * @param location a file with everything in it, an invocations file of the published Azure Functions 2019 data set with
 *   its two siblings beside it, or a folder with such files, of which the first day is taken
 * @throws TraceError naming file, line and column
 */
export async function* readTrace(location: string, options: ReadTraceOptions = {}): AsyncGenerator<TraceFunction> {
  const warn = options.onWarning ?? (() => {});
  const table = await openTable(await findFile(location, warn));
  const seen = new Set<string>();
  for await (const { line, ...traced } of pickReader(table, warn)) {
    // a function can change its trigger during the day; each kind is then a function of its own
    const key = `${traced.owner}/${traced.app}/${traced.name}/${traced.trigger}`;
    if (seen.has(key)) {
      throw new TraceError(
        { file: table.file, line, column: 'HashFunction' },
        `the function ${traced.name} with trigger ${traced.trigger} stands here a second time`,
      );
    }
    seen.add(key);
    yield traced;
  }
  if (seen.size === 0) throw new TraceError({ file: table.file }, 'has a header, but no function');
}

function pickReader(table: Table, warn: Warn): AsyncGenerator<TraceFunction & { line: number }> {
  const { file, header } = table;
  if (header[4] === INVOCATION_COLUMNS[4]) return readPublishedFiles(table, warn);
  if (header[0] === ONE_FILE_COLUMNS[0]) return readOneFile(table);
  const why = 'is not the header of a trace: it must begin with HashOwner,HashApp,HashFunction,Trigger';
  throw new TraceError({ file, line: 1, column: '1' }, why);
}

async function findFile(location: string, warn: Warn): Promise<string> {
  const found = await stat(location).catch(() => null);
  if (found === null || !found.isDirectory()) return location;
  const days = (await readdir(location)).filter((name) => INVOCATIONS_FILE.test(name)).sort();
  const [first] = days;
  if (first === undefined) {
    throw new TraceError({ file: location }, 'is a folder without an invocations_per_function_md.anon.d??.csv');
  }
  if (days.length > 1) warn(`${location} holds ${days.length} days; ${first} is used (name a file for another)`);
  return path.join(location, first);
}
