import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { ReplayError } from './replay-error.ts';

export interface Credentials {
  readonly email: string;
  readonly password: string;
}

interface Given {
  readonly email: string | null;
  readonly password: string | null;
  readonly dataDir: string;
}

const DemoFile = z.object({ email: z.string(), password: z.string() });

/** The account that was given, else the demo account of the data folder. @throws ReplayError with the remedy */
export async function findCredentials({ email, password, dataDir }: Given): Promise<Credentials> {
  if (email !== null && password !== null) return { email, password };
  const demo = await readDemo(path.join(dataDir, 'demo.json'));
  if (demo !== null && (email === null || email === demo.email)) return demo;
  const missing = email === null ? '--email and --password' : '--password';
  throw new ReplayError(
    `No account to sign in with: give ${missing} (or LEEWAY_EMAIL and LEEWAY_PASSWORD), ` +
      `or run "npm start" once, which makes a demo account in ${dataDir}.`,
  );
}

async function readDemo(file: string): Promise<Credentials | null> {
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text === null) return null;
  try {
    return DemoFile.parse(JSON.parse(text));
  } catch {
    throw new ReplayError(`${file} cannot be read as the demo account; delete it and run "npm start" again.`);
  }
}
