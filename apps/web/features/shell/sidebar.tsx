'use client';
import { Search } from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { Wordmark } from '#components/brand.tsx';
import { Kbd } from '#components/kbd.tsx';
import { cx } from '#lib/class-names.ts';
import { useCommandKey } from '#lib/use-command-key.ts';
import { isCurrent, NAVIGATION } from './navigation.ts';
import { PersonMenu } from './person-menu.tsx';

interface SidebarProps {
  readonly onSearch: () => void;
  readonly onShortcuts: () => void;
}

export function Sidebar({ onSearch, onShortcuts }: SidebarProps) {
  const pathname = usePathname();
  return (
    <aside className="sticky top-0 hidden h-dvh flex-col border-r border-line bg-sunken px-3 py-4 lg:flex">
      <Link href="/" aria-label="Leeway, overview" className="mb-5 self-start rounded px-2 py-1">
        <Wordmark />
      </Link>
      <button
        type="button"
        onClick={onSearch}
        className="mb-4 flex h-8.5 items-center gap-2 rounded-md border border-line bg-surface px-2.5 text-sm text-muted hover:text-text"
      >
        <Search aria-hidden="true" className="size-4" />
        <span className="flex-1 text-left">Search</span>
        <Kbd>{useCommandKey()}K</Kbd>
      </button>
      <nav aria-label="Main" className="flex flex-col gap-0.5">
        {NAVIGATION.map((item) => (
          <Link
            key={item.href}
            href={item.href}
            aria-current={isCurrent(item, pathname) ? 'page' : undefined}
            className={cx(
              'flex h-8.5 items-center gap-2.5 rounded-md px-2.5 font-medium',
              isCurrent(item, pathname) ? 'bg-accent-soft text-accent' : 'text-muted hover:bg-hover hover:text-text',
            )}
          >
            <item.icon aria-hidden="true" className="size-4" />
            {item.label}
          </Link>
        ))}
      </nav>
      <div className="mt-auto">
        <PersonMenu onShortcuts={onShortcuts} />
      </div>
    </aside>
  );
}
