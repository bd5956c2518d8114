import { lookup as dnsLookup } from 'node:dns';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { type AllowedHosts, explainPrivate, findFault, isAllowed, isPublicAddress } from './judge-address.ts';

const TOTAL_MS = 10_000;
const MAX_ANSWER_BYTES = 65_536;

export interface GuardedPost {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly allowedHosts: AllowedHosts;
}

/**
 * Posts to an address that a person gave, without becoming their way into the network (SSRF): https only, public addresses only,
 * and the address that is judged is the one that is called; redirects are not followed. Resolves with the status; rejects
 * with what a person can act on.
 */
export async function guardedPost({ url, headers, body, allowedHosts }: GuardedPost): Promise<number> {
  const target = new URL(url);
  const fault = findFault(target, allowedHosts);
  if (fault !== null) throw new Error(fault);
  const send = target.protocol === 'https:' ? httpsRequest : httpRequest;
  return await new Promise<number>((resolve, reject) => {
    const request = send(
      target,
      {
        method: 'POST',
        headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
        signal: AbortSignal.timeout(TOTAL_MS),
        agent: false,
        lookup: isAllowed(target, allowedHosts) ? undefined : lookupOf(target),
      },
      (answer) => {
        let byteCount = 0;
        answer.on('data', (chunk: Buffer) => {
          byteCount += chunk.length;
          if (byteCount > MAX_ANSWER_BYTES) request.destroy(new Error('The answer is longer than 64 KiB'));
        });
        answer.on('end', () => resolve(answer.statusCode ?? 0));
        answer.on('error', reject);
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}

type Answer = (error: NodeJS.ErrnoException | null, address: never, family?: number) => void;

/** Every address of the name must be public: the one that is returned is the one that is connected to. */
function lookupOf(target: URL) {
  return (hostname: string, options: { readonly all?: boolean | undefined }, callback: Answer): void => {
    dnsLookup(hostname, { all: true }, (error, addresses) => {
      if (error !== null) return callback(error, '' as never);
      const hidden = addresses.find(({ address }) => !isPublicAddress(address));
      if (hidden !== undefined)
        return callback(new Error(`It leads to ${explainPrivate(hidden.address, target)}`), '' as never);
      const [first] = addresses;
      if (options.all === true) return callback(null, addresses as never);
      return callback(null, (first?.address ?? '') as never, first?.family);
    });
  };
}
