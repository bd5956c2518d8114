import type { StackInfo } from './stack/stack-info.ts';

const STACK = 'LEEWAY_E2E_STACK';

/** A Chromium of this machine to use instead of the one that comes as a package. */
export function readChromiumPath(): string | null {
  return process.env.LEEWAY_CHROMIUM || null;
}

/** Tells the workers, which start later, where the stack is. */
export function publishStack(info: StackInfo): void {
  process.env[STACK] = JSON.stringify(info);
}

export function readPublishedStack(): StackInfo {
  const text = process.env[STACK];
  if (text === undefined) throw new Error('No stack was started: run the journeys through playwright.config.ts');
  return JSON.parse(text);
}

/** A running Leeway to take pictures of: LEEWAY_PICTURES_OF is its data folder, the rest as the parts themselves are told. */
export function readRunningStack(): (Pick<StackInfo, 'webUrl' | 'apiUrl' | 'engineUrl'> & { dataDir: string }) | null {
  const dataDir = process.env.LEEWAY_PICTURES_OF;
  if (!dataDir) return null;
  return {
    dataDir,
    webUrl: process.env.LEEWAY_WEB_URL ?? `http://localhost:${process.env.LEEWAY_WEB_PORT ?? 3000}`,
    apiUrl: process.env.LEEWAY_API_URL ?? `http://127.0.0.1:${process.env.LEEWAY_API_PORT ?? 4000}`,
    engineUrl: process.env.LEEWAY_ENGINE_URL ?? `http://127.0.0.1:${process.env.LEEWAY_ENGINE_PORT ?? 4100}`,
  };
}

/** This process's environment for a child, with changes; nothing of the caller's own Leeway leaks in. */
export function stackEnv(changes: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith('LEEWAY_') && name !== 'DATABASE_URL');
  return { ...Object.fromEntries(kept), ...changes };
}

/** Lets work that uses the system's temporary folder use another. */
export async function withTemporaryFolder<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const before = process.env.TMPDIR;
  process.env.TMPDIR = folder;
  try {
    return await work();
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
}
