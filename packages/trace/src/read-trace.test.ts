import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ONE_FILE_COLUMNS } from './one-file.ts';
import { INVOCATION_COLUMNS } from './published-files.ts';
import { readTrace } from './read-trace.ts';
import type { TraceFunction } from './trace-function.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'leeway-trace-'));
});
afterEach(() => rm(folder, { recursive: true }));

const minutes = (first: string, rest = '0') => [first, ...new Array<string>(1_439).fill(rest)].join(',');
const HEADER = ONE_FILE_COLUMNS.join(',');
const KEYS = '3c8dc33e21fa,cee9ca5bedb4,ccbcc283a0e9';
const ROW = `${KEYS},http,1601,750,760.5,2452,2453,187,${minutes('4')}`;

async function write(name: string, text: string | Uint8Array): Promise<string> {
  const file = path.join(folder, name);
  await writeFile(file, text);
  return file;
}

async function readAll(location: string) {
  const warnings: string[] = [];
  const functions: TraceFunction[] = [];
  for await (const traced of readTrace(location, { onWarning: (text) => warnings.push(text) })) functions.push(traced);
  return { functions, warnings };
}

describe('the one-file format', () => {
  it('is read function by function', async () => {
    const { functions, warnings } = await readAll(await write('day.csv', `${HEADER}\n${ROW}\n`));
    expect(warnings).toEqual([]);
    expect(functions).toHaveLength(1);
    expect(functions[0]).toMatchObject({
      ...{ owner: '3c8dc33e21fa', app: 'cee9ca5bedb4', name: 'ccbcc283a0e9', trigger: 'http', memoryMb: 187 },
      durations: [
        { quantile: 0.25, ms: 750 },
        { quantile: 0.5, ms: 760.5 },
        { quantile: 0.75, ms: 2_452 },
        { quantile: 0.99, ms: 2_453 },
      ],
    });
    expect(functions[0]?.minuteCounts).toHaveLength(1_440);
    expect(functions[0]?.minuteCounts[0]).toBe(4);
  });

  it('may have a byte order mark, Windows line ends, and no line end at its end', async () => {
    const { functions } = await readAll(await write('day.csv', `\ufeff${HEADER}\r\n${ROW}`));
    expect(functions[0]?.trigger).toBe('http');
  });

  it('lets a function appear once per trigger', async () => {
    const { functions } = await readAll(await write('day.csv', `${HEADER}\n${ROW}\n${ROW.replace('http', 'queue')}\n`));
    expect(functions.map(({ trigger }) => trigger)).toEqual(['http', 'queue']);
  });

  it.each<[string, string | Uint8Array, RegExp]>([
    ['an empty file', '', /day\.csv: is empty/],
    ['line breaks only', '\n\n', /is not the header of a trace|is empty/],
    ['a header alone', `${HEADER}\n`, /has a header, but no function/],
    ['a binary file', new Uint8Array([0x7f, 0x45, 0, 1]), /is a binary file/],
    ['an archive', gzipSync('HashOwner'), /is a binary file.*unpack/],
    ['prose', 'Dear Sir,\nplease find attached\n', /line 1, column 1: is not the header of a trace/],
    ['a missing header', `${ROW}\n`, /line 1, column 1: is not the header of a trace/],
    ['a renamed column', HEADER.replace('DurationP50Ms', 'Median'), /line 1, column DurationP50Ms: expected column 7/],
    ['a header cut short', HEADER.slice(0, -5), /line 1, column 1440: .*the header ends/],
    ['a header too long', `${HEADER},1441`, /line 1, column 1441: the header has 1451 columns, expected 1450/],
    ['a row too short', `${HEADER}\n${ROW}\n${KEYS},http\n`, /line 3: has 4 columns, but the header has 1450/],
    ['a row too long', `${HEADER}\n${ROW},5\n`, /line 2: has 1451 columns/],
    [
      'no number',
      `${HEADER}\n${ROW.replace(',760.5,', ',fast,')}`,
      /line 2, column DurationP50Ms: "fast" is not a number/,
    ],
    ['an empty cell', `${HEADER}\n${ROW.replace(',187,', ',,')}`, /line 2, column MemoryAvgMb: "" is not a number/],
    ['infinity', `${HEADER}\n${ROW.replace(',187,', ',Infinity,')}`, /column MemoryAvgMb: "Infinity" is not a number/],
    [
      'a negative duration',
      `${HEADER}\n${ROW.replace(',750,', ',-750,')}`,
      /line 2, column DurationP25Ms: -750 is negative/,
    ],
    ['a negative count', `${HEADER}\n${ROW.replace(/0$/, '-1')}`, /line 2, column 1440: -1 is negative/],
    ['half an invocation', `${HEADER}\n${ROW.replace(/0$/, '0.5')}`, /column 1440: 0\.5 is not a whole number/],
    ['a count in words', `${HEADER}\n${ROW.replace(/0$/, 'many')}`, /column 1440: "many" is not a number/],
    [
      'an unknown trigger',
      `${HEADER}\n${ROW.replace('http', 'carrier-pigeon')}`,
      /column Trigger: "carrier-pigeon" is none/,
    ],
    [
      'a name instead of a hash',
      `${HEADER}\n${ROW.replace('ccbcc283a0e9', 'my-func')}`,
      /column HashFunction: "my-func"/,
    ],
    ['a function twice', `${HEADER}\n${ROW}\n${ROW}\n`, /line 3, column HashFunction: the function ccbcc283a0e9/],
    ['an open quote', `${HEADER}\n"${ROW}\n`, /line \d+: is not CSV/],
  ])('refuses %s', async (_, text, message) => {
    await expect(readAll(await write('day.csv', text))).rejects.toThrow(message);
  });

  it('refuses a file that is not there', async () => {
    await expect(readAll(path.join(folder, 'none.csv'))).rejects.toThrow(/none\.csv: does not exist/);
  });
});

describe('the published three-file format', () => {
  const INVOCATIONS = INVOCATION_COLUMNS.join(',');
  const DURATIONS =
    'HashOwner,HashApp,HashFunction,Average,Count,Minimum,Maximum,percentile_Average_0,percentile_Average_1,percentile_Average_25,percentile_Average_50,percentile_Average_75,percentile_Average_99,percentile_Average_100';
  const MEMORY =
    'HashOwner,HashApp,SampleCount,AverageAllocatedMb,AverageAllocatedMb_pct1,AverageAllocatedMb_pct5,AverageAllocatedMb_pct25,AverageAllocatedMb_pct50,AverageAllocatedMb_pct75,AverageAllocatedMb_pct95,AverageAllocatedMb_pct99,AverageAllocatedMb_pct100';
  const [owner, app] = ['a'.repeat(64), 'b'.repeat(64)];
  const known = `${owner},${app},${'c'.repeat(64)}`;
  const unknown = `${owner},${'d'.repeat(64)},${'e'.repeat(64)}`;
  const invocationsName = (day: string) => `invocations_per_function_md.anon.${day}.csv`;

  async function writeDay({ durations = '', memory = '' } = {}, day = 'd01'): Promise<string> {
    await write(`function_durations_percentiles.anon.${day}.csv`, durations);
    if (memory !== '') await write(`app_memory_percentiles.anon.${day}.csv`, memory);
    const rows = `${known},timer,${minutes('2')}\n${unknown},queue,${minutes('1')}\n`;
    return write(invocationsName(day), `${INVOCATIONS}\n${rows}`);
  }
  const durations = `${DURATIONS}\n${known},20,7,-1,90,1,2,10,20,30,80,90\n`;
  const memory = `${MEMORY}\n${owner},${app},12,99.5,1,2,3,4,5,6,7,8\n`;

  it('joins durations on the function and memory on its application', async () => {
    const { functions } = await readAll(await writeDay({ durations, memory }));
    expect(functions[0]).toMatchObject({ name: 'c'.repeat(64), trigger: 'timer', memoryMb: 99.5 });
    expect(functions[0]?.durations.map(({ quantile }) => quantile)).toEqual([0, 0.01, 0.25, 0.5, 0.75, 0.99, 1]);
    expect(functions[0]?.durations.map(({ ms }) => ms)).toEqual([1, 2, 10, 20, 30, 80, 90]);
  });

  it('fills in what was not recorded, and says how often', async () => {
    const { functions, warnings } = await readAll(await writeDay({ durations, memory }));
    expect(functions[1]).toMatchObject({ memoryMb: 170, durations: [{ quantile: 0.5, ms: 684 }] });
    expect(warnings).toEqual([
      'functions without a recorded duration: 1; 684 ms is used',
      'functions without recorded memory: 1; 170 MB is used',
    ]);
  });

  it('takes the better founded of two rows of one function, and says so', async () => {
    const better = `${known},20,70,1,9,2,2,2,2,2,2,2\n`;
    const { functions, warnings } = await readAll(await writeDay({ durations: durations + better, memory }));
    expect(functions[0]?.durations.every(({ ms }) => ms === 2)).toBe(true);
    expect(warnings[0]).toMatch(/repeat a key: 1; the better founded/);
  });

  it('is found in a folder, first day first', async () => {
    await writeDay({ durations, memory }, 'd02');
    await writeDay({ durations, memory }, 'd01');
    const { functions, warnings } = await readAll(folder);
    expect(functions).toHaveLength(2);
    expect(warnings[0]).toMatch(/holds 2 days; .*d01\.csv is used/);
  });

  it('does without the memory file, which the last days lack', async () => {
    const { functions, warnings } = await readAll(await writeDay({ durations }));
    expect(functions.map(({ memoryMb }) => memoryMb)).toEqual([170, 170]);
    expect(warnings[0]).toMatch(/app_memory_percentiles\.anon\.d01\.csv does not exist/);
  });

  it('names the side file in which a value is wrong', async () => {
    const wrong = durations.replace(',30,', ',slow,');
    const file = await writeDay({ durations: wrong, memory });
    await expect(readAll(file)).rejects.toThrow(/durations_percentiles.*line 2, column percentile_Average_75: "slow"/);
  });

  it('asks for the durations where they are missing', async () => {
    const file = await writeDay({ durations, memory });
    await rm(path.join(folder, 'function_durations_percentiles.anon.d01.csv'));
    await expect(readAll(file)).rejects.toThrow(
      /function_durations_percentiles\.anon\.d01\.csv: does not exist; it belongs/,
    );
  });

  it('cannot find the siblings of a renamed file', async () => {
    await writeDay({ durations, memory });
    const file = await write('renamed.csv', `${INVOCATIONS}\n`);
    await expect(readAll(file)).rejects.toThrow(
      /renamed\.csv: has the columns of an invocations file, but not its name/,
    );
  });

  it('refuses a folder without a trace', async () => {
    await expect(readAll(folder)).rejects.toThrow(/is a folder without an invocations_per_function_md/);
  });
});

/** Not part of the project: a recorded day that lies beside the checkout where there is one. */
const recordedDay = path.resolve(import.meta.dirname, '../../../../shared/data/azure-functions-2019-day1.csv');

describe.skipIf(!existsSync(recordedDay))('the recorded day', () => {
  it('is read whole', async () => {
    const { functions, warnings } = await readAll(recordedDay);
    const total = functions.reduce((sum, { minuteCounts }) => sum + minuteCounts.reduce((a, b) => a + b, 0), 0);
    expect(functions).toHaveLength(215);
    expect(total).toBe(3_788_913);
    expect(warnings).toEqual([]);
  });
});
