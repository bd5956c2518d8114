import { lookup as dnsLookup } from 'node:dns';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import ipaddr from 'ipaddr.js';

const TOTAL_MS = 10_000;
const MAX_ANSWER_BYTES = 65_536;

export interface GuardedPost {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** `host:port` that may be called although they are private, or over plain http. */
  readonly allowedHosts: ReadonlySet<string>;
}

/** Whether everybody on the Internet has this address: nothing inside a network, on this machine, or of a cloud's metadata. */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  return parsed.range() === 'unicast';
}

/**
 * Posts to an address that a person gave, without becoming their way into the network (SSRF): https only, public addresses only,
 * and the address that is judged is the one that is called; redirects are not followed. Resolves with the status; rejects
 * with what a person can act on.
 */
export async function guardedPost({ url, headers, body, allowedHosts }: GuardedPost): Promise<number> {
  const target = new URL(url);
  const port = target.port || (target.protocol === 'https:' ? '443' : '80');
  const isAllowed = allowedHosts.has(`${target.hostname}:${port}`);
  if (target.protocol !== 'https:' && !isAllowed) throw new Error('Only https addresses are called');
  if (target.username !== '' || target.password !== '') throw new Error('The address carries a name or password');
  const bare = target.hostname.replace(/^\[|\]$/g, '');
  if (ipaddr.isValid(bare) && !isAllowed && !isPublicAddress(bare)) throw privateAddress(bare);
  const send = target.protocol === 'https:' ? httpsRequest : httpRequest;
  return await new Promise<number>((resolve, reject) => {
    const request = send(
      target,
      {
        method: 'POST',
        headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
        signal: AbortSignal.timeout(TOTAL_MS),
        agent: false,
        lookup: isAllowed ? undefined : lookupPublic,
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

/** Every address of the name must be public: the one that is returned is the one that is connected to. */
function lookupPublic(
  hostname: string,
  options: { readonly all?: boolean | undefined },
  callback: (error: NodeJS.ErrnoException | null, address: never, family?: number) => void,
): void {
  dnsLookup(hostname, { all: true }, (error, addresses) => {
    if (error !== null) return callback(error, '' as never);
    const hidden = addresses.find(({ address }) => !isPublicAddress(address));
    if (hidden !== undefined) return callback(privateAddress(hidden.address), '' as never);
    const [first] = addresses;
    if (options.all === true) return callback(null, addresses as never);
    return callback(null, (first?.address ?? '') as never, first?.family);
  });
}

function privateAddress(address: string): Error {
  return new Error(`${address} is not a public address: name its host and port in LEEWAY_WEBHOOK_ALLOW to call it`);
}
