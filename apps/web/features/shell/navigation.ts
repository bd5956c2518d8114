import {
  BellRing,
  ChartPie,
  Gauge,
  History,
  Hourglass,
  KeyRound,
  ListTree,
  type LucideIcon,
  Scale,
  Shield,
  Siren,
  Zap,
} from 'lucide-react';

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
  { href: '/grants', label: 'Grants', icon: Zap, key: 'g' },
  { href: '/waiting', label: 'Waiting', icon: Hourglass, key: 'w' },
  { href: '/capacity', label: 'Capacity', icon: ChartPie, key: 'c' },
  { href: '/fairness', label: 'Fairness', icon: Scale, key: 'f' },
  { href: '/downstreams', label: 'Downstreams', icon: Shield, key: 'd' },
  { href: '/incident-mode', label: 'Incident mode', icon: Siren, key: 'i' },
  { href: '/alerts', label: 'Alerts', icon: BellRing, key: 'a' },
  { href: '/changes', label: 'Changes', icon: History, key: 'h' },
  { href: '/keys', label: 'API keys', icon: KeyRound, key: 'k' },
];

/** What a phone has in its bar; the rest is behind "More". */
export const PHONE_NAVIGATION = NAVIGATION.slice(0, 3);
export const MORE_NAVIGATION = NAVIGATION.slice(3);

export function isCurrent(item: NavigationItem, pathname: string): boolean {
  return item.href === '/' ? pathname === '/' : pathname === item.href || pathname.startsWith(`${item.href}/`);
}
