/** What npm wrote down of one package. */
export interface LockEntry {
  readonly version?: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
  readonly libc?: readonly string[];
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** By place, such as `node_modules/next`. */
export type LockEntries = Readonly<Record<string, LockEntry>>;

const OS = /(?:^|-)(android|darwin|freebsd|linux|openharmony|win32)(?:-|$)/;
const CPU = /-(arm64|arm|ia32|ppc64|riscv64|s390x|wasm32|x64)(?:-|$)/;

/**
 * Packages for other platforms that the lock leaves out, with entries that complete it. npm drops what its registry does
 * not have, and then `npm ci` refuses the lock, here and on the platforms that need those packages.
 */
export function findMissingPackages(entries: LockEntries): Record<string, LockEntry> {
  const missing: Record<string, LockEntry> = {};
  for (const [place, entry] of Object.entries(entries)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      if (!isLocked(entries, place, name)) missing[`node_modules/${name}`] = describe(name, version, entry);
    }
  }
  return missing;
}

/** Whether `name` would be found from `place`, going up as Node does. */
function isLocked(entries: LockEntries, place: string, name: string): boolean {
  return foldersAbove(place).some((folder) => entries[`${folder}node_modules/${name}`] !== undefined);
}

/** `node_modules/a/node_modules/b` gives itself, `node_modules/a/` and the root. */
function foldersAbove(place: string): string[] {
  const parts = place.split('/node_modules/');
  return ['', ...parts.map((_, index) => `${parts.slice(0, index + 1).join('/node_modules/')}/`)];
}

function describe(name: string, version: string, { dev }: LockEntry): LockEntry {
  const platform = name.slice(name.lastIndexOf('/') + 1);
  const os = OS.exec(platform)?.[1];
  const cpu = CPU.exec(platform)?.[1];
  const libc = os === 'linux' && platform.includes('musl') ? 'musl' : platform.includes('gnu') ? 'glibc' : undefined;
  return {
    version,
    ...(cpu === undefined ? {} : { cpu: [cpu] }),
    ...(dev === true ? { dev } : {}),
    ...(libc === undefined ? {} : { libc: [libc] }),
    optional: true,
    ...(os === undefined ? {} : { os: [os] }),
  };
}
