import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { HandlerName } from '@leeway/domain/use-case';
import type { HandlerView } from '@leeway/domain/views';
import type { Call } from '../api/context.ts';
import { describeModule } from './describe-module.ts';

/** File name endings that an engine loads. */
const MODULE = /^(?<name>.+?)(?<!\.test|\.d)\.(?:ts|mjs|js)$/;

/** The modules of the handler folder by name; none where there is no such folder. */
export async function listHandlers({ services }: Call): Promise<HandlerView[]> {
  const files = await listModules(services.handlersDir);
  return Promise.all(
    files.map(async ({ name, file }) => ({
      name,
      description: describeModule(await readFile(join(services.handlersDir, file), 'utf8')),
    })),
  );
}

export interface HandlerFile {
  readonly name: string;
  readonly file: string;
}

export async function listModules(handlersDir: string): Promise<HandlerFile[]> {
  const entries = await readdir(handlersDir).catch(refuseAllButMissing);
  const files = entries.map((file) => ({ file, name: MODULE.exec(file)?.groups?.name ?? '' }));
  const known = files.filter(({ name }) => HandlerName.safeParse(name).success);
  return known.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function refuseAllButMissing(error: NodeJS.ErrnoException): string[] {
  if (error.code === 'ENOENT') return [];
  throw error;
}
