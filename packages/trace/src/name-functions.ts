import { shortenHashes } from './shorten-hashes.ts';
import type { TraceFunction } from './trace-function.ts';

export interface FunctionNames {
  readonly useCase: string;
  readonly team: string;
}

/** A use case per function and a team per owner, in the order of the functions: unique, and the same for every window of a trace. */
export function nameFunctions(functions: readonly TraceFunction[]): FunctionNames[] {
  const owners = shortenHashes(functions.map(({ owner }) => owner));
  const names = shortenHashes(functions.map(identityOf));
  return functions.map((traced) => ({
    useCase: `${traced.trigger}-${names.get(identityOf(traced)) ?? traced.name}`,
    team: `azure-${owners.get(traced.owner) ?? traced.owner}`,
  }));
}

/** Begins with the function's own hash, so that it alone gives the name as long as no other function begins alike. */
function identityOf({ name, app, owner }: TraceFunction): string {
  return name + app + owner;
}
