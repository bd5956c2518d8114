import { lookup } from 'node:dns/promises';
import ipaddr from 'ipaddr.js';

const LOOKUP_MS = 2_000;

/** `host:port` that may be called although they are private, or over plain http. */
export type AllowedHosts = ReadonlySet<string>;

/** Whether everybody on the Internet has this address: nothing inside a network, on this machine, or of a cloud's metadata. */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  return parsed.range() === 'unicast';
}

/** As it would have to be named to be allowed. */
function hostOf({ hostname, port, protocol }: URL): string {
  return `${hostname}:${port || (protocol === 'https:' ? '443' : '80')}`;
}

export function isAllowed(target: URL, allowedHosts: AllowedHosts): boolean {
  return allowedHosts.has(hostOf(target));
}

/** Why it is not called, as far as the address itself tells; null: it may be. */
export function findFault(target: URL, allowedHosts: AllowedHosts): string | null {
  if (target.username !== '' || target.password !== '') return 'The address carries a name or password';
  if (isAllowed(target, allowedHosts)) return null;
  if (target.protocol !== 'https:') return `Only https is called. ${remedy(target)}`;
  const bare = target.hostname.replace(/^\[|\]$/g, '');
  return ipaddr.isValid(bare) && !isPublicAddress(bare) ? `This is ${explainPrivate(bare, target)}` : null;
}

/**
 * The same before somebody relies on it, with where its name leads now. A name that leads nowhere, or takes its time to say so, is
 * left to the call, which judges the address that it calls.
 */
export async function findFaultAhead(url: string, allowedHosts: AllowedHosts): Promise<string | null> {
  const target = new URL(url);
  const fault = findFault(target, allowedHosts);
  if (fault !== null || isAllowed(target, allowedHosts)) return fault;
  const hidden = (await addressesOf(target.hostname)).find((address) => !isPublicAddress(address));
  return hidden === undefined ? null : `${target.hostname} leads to ${explainPrivate(hidden, target)}`;
}

async function addressesOf(hostname: string): Promise<string[]> {
  const { promise, resolve } = Promise.withResolvers<never[]>();
  const timer = setTimeout(() => resolve([]), LOOKUP_MS);
  const found = lookup(hostname.replace(/^\[|\]$/g, ''), { all: true }).catch(() => []);
  return (await Promise.race([found, promise]).finally(() => clearTimeout(timer))).map(({ address }) => address);
}

export function explainPrivate(address: string, target: URL): string {
  return `${address}, which is not a public address. ${remedy(target)}`;
}

function remedy(target: URL): string {
  return `Give a public address with https, or have whoever runs Leeway name ${hostOf(target)} in LEEWAY_WEBHOOK_ALLOW`;
}
