import path from 'node:path';

export interface ExampleEnv {
  /** Where the engine takes jobs. */
  readonly url: string;
  /** Null: the one that `npm start` made. */
  readonly apiKey: string | null;
  readonly demoFile: string;
}

export function readExampleEnv(): ExampleEnv {
  const { env } = process;
  const dataDir = env.LEEWAY_DATA_DIR || path.resolve(import.meta.dirname, '..', '.leeway');
  return {
    url: env.LEEWAY_ENGINE_URL || `http://127.0.0.1:${env.LEEWAY_ENGINE_PORT || 4_100}`,
    apiKey: env.LEEWAY_API_KEY || null,
    demoFile: path.join(dataDir, 'demo.json'),
  };
}
