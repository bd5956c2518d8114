import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { inflate } from '@sparticuz/chromium';
import { readChromiumPath, withTemporaryFolder } from '../env.ts';

export interface Browser {
  readonly executablePath: string;
  /** What it needs to run on a machine without a browser's libraries and fonts. */
  readonly env: Record<string, string>;
}

const PACKAGE = path.resolve(path.dirname(fileURLToPath(import.meta.resolve('@sparticuz/chromium'))), '..');
const CACHE = path.resolve(import.meta.dirname, '../../node_modules/.cache/leeway-browser');

/** The browser that comes as a package, unpacked once per version; or the one that LEEWAY_CHROMIUM names. */
export async function findBrowser(): Promise<Browser> {
  const given = readChromiumPath();
  if (given !== null) return { executablePath: given, env: {} };
  const { version } = JSON.parse(await readFile(path.join(PACKAGE, 'package.json'), 'utf8'));
  const folder = path.join(CACHE, version);
  if (!existsSync(folder)) await unpack(folder);
  const executablePath = path.join(folder, 'chromium');
  const fonts = { FONTCONFIG_PATH: path.join(folder, 'fonts') };
  const libraries = { LD_LIBRARY_PATH: path.join(folder, 'al2023/lib') };
  const env = runs(executablePath) ? fonts : { ...fonts, ...libraries };
  return { executablePath, env };
}

/** Into a folder beside it first: an interrupted unpacking must not look finished. */
async function unpack(folder: string): Promise<void> {
  const fresh = `${folder}.${process.pid}`;
  await mkdir(fresh, { recursive: true });
  const parts = ['chromium.br', 'fonts.tar.br', 'swiftshader.tar.br', 'al2023.tar.br'];
  await withTemporaryFolder(fresh, () => Promise.all(parts.map((part) => inflate(path.join(PACKAGE, 'bin', part)))));
  await rename(fresh, folder).catch(() => rm(fresh, { recursive: true }));
}

/** With the libraries of this machine. */
function runs(executablePath: string): boolean {
  return spawnSync(executablePath, ['--version']).status === 0;
}
