import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { CsvError, parse } from 'csv-parse';
import { TraceError } from './trace-error.ts';

/** A line of a CSV file after its header, with as many cells as the header. */
export interface Row {
  readonly line: number;
  readonly cells: readonly string[];
}

/** A header line and what follows it; the rows are read as they are asked for. */
export interface Table {
  readonly file: string;
  readonly header: readonly string[];
  readonly rows: AsyncGenerator<Row>;
}

const PEEK_BYTES = 4_096;
const LONGEST_LINE = 256 * 1_024;

/** Opens a CSV file. @throws TraceError where it is missing, empty, or no text */
export async function openTable(file: string): Promise<Table> {
  await refuseForeign(file);
  const rows = readLines(file);
  const first = await rows.next();
  if (first.done === true) throw new TraceError({ file }, 'is empty; a trace begins with a header line');
  const header = first.value.cells;
  return { file, header, rows: refuseUneven(file, header, rows) };
}

async function refuseForeign(file: string): Promise<void> {
  const start = await peek(file);
  if (start.length === 0) throw new TraceError({ file }, 'is empty; a trace begins with a header line');
  if (start.includes(0) || (start[0] === 0x1f && start[1] === 0x8b)) {
    throw new TraceError({ file }, 'is a binary file; a trace is CSV text (unpack an archive first)');
  }
}

async function peek(file: string): Promise<Uint8Array> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(file);
    const { buffer, bytesRead } = await handle.read({ buffer: new Uint8Array(PEEK_BYTES) });
    return buffer.subarray(0, bytesRead);
  } catch (error) {
    throw new TraceError({ file }, describeFileError(error));
  } finally {
    await handle?.close();
  }
}

function describeFileError(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return 'does not exist';
  if (code === 'EACCES') return 'may not be read by this user';
  return `cannot be read (${error instanceof Error ? error.message : String(error)})`;
}

async function* readLines(file: string): AsyncGenerator<Row> {
  const parser = parse({ bom: true, info: true, relax_column_count: true, max_record_size: LONGEST_LINE });
  const source = createReadStream(file);
  source.on('error', (error) => parser.destroy(error));
  source.pipe(parser);
  try {
    for await (const { info, record } of parser) yield { line: info.lines, cells: record };
  } catch (error) {
    if (!(error instanceof CsvError)) throw new TraceError({ file }, describeFileError(error));
    throw new TraceError({ file, line: Number(error.lines ?? 1) }, `is not CSV (${error.message})`);
  } finally {
    source.destroy();
  }
}

async function* refuseUneven(file: string, header: readonly string[], rows: AsyncGenerator<Row>): AsyncGenerator<Row> {
  for await (const row of rows) {
    if (row.cells.length !== header.length) {
      throw new TraceError(
        { file, line: row.line },
        `has ${row.cells.length} columns, but the header has ${header.length}`,
      );
    }
    yield row;
  }
}
