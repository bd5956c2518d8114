import { Gauge, KeyRound, ListTree, type LucideIcon } from 'lucide-react';

export interface NavigationItem {
  readonly href: string;
  readonly label: string;
  readonly icon: LucideIcon;
  /** The second key after `g`. */
  readonly key: string;
}

export const NAVIGATION: readonly NavigationItem[] = [
  { href: '/', label: 'Overview', icon: Gauge, key: 'o' },
  { href: '/use-cases', label: 'Use cases', icon: ListTree, key: 'u' },
  { href: '/keys', label: 'API keys', icon: KeyRound, key: 'k' },
];

export function isCurrent(item: NavigationItem, pathname: string): boolean {
  return item.href === '/' ? pathname === '/' : pathname === item.href || pathname.startsWith(`${item.href}/`);
}
