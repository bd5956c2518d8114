'use client';
import { Menu } from '@base-ui/react/menu';
import { Ellipsis, Search } from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { Wordmark } from '#components/brand.tsx';
import { Button } from '#components/button.tsx';
import { cx } from '#lib/class-names.ts';
import { isCurrent, MORE_NAVIGATION, PHONE_NAVIGATION } from './navigation.ts';
import { PersonMenu } from './person-menu.tsx';

interface TopBarProps {
  readonly onSearch: () => void;
  readonly onShortcuts: () => void;
}

export function TopBar({ onSearch, onShortcuts }: TopBarProps) {
  return (
    <header className="sticky top-0 z-20 flex h-14 items-center justify-between border-b border-line bg-canvas/95 px-4 backdrop-blur lg:hidden">
      <Link href="/" aria-label="Leeway, overview" className="inline-flex h-11 items-center rounded">
        <Wordmark />
      </Link>
      <div className="flex items-center gap-1">
        <Button tone="quiet" size="icon" onClick={onSearch} aria-label="Search">
          <Search aria-hidden="true" />
        </Button>
        <PersonMenu onShortcuts={onShortcuts} isCompact />
      </div>
    </header>
  );
}

const CELL = 'flex h-14 flex-col items-center justify-center gap-0.5 text-2xs font-medium -outline-offset-4';

/** Navigation within reach of a thumb. */
export function BottomBar() {
  const pathname = usePathname();
  return (
    <nav
      aria-label="Main, phone"
      className="fixed inset-x-0 bottom-0 z-20 grid grid-cols-4 border-t border-line bg-surface pb-[env(safe-area-inset-bottom)] lg:hidden"
    >
      {PHONE_NAVIGATION.map((item) => (
        <Link
          key={item.href}
          href={item.href}
          aria-current={isCurrent(item, pathname) ? 'page' : undefined}
          className={cx(CELL, isCurrent(item, pathname) ? 'text-accent' : 'text-muted')}
        >
          <item.icon aria-hidden="true" className="size-5" />
          {item.label}
        </Link>
      ))}
      <MoreMenu />
    </nav>
  );
}

function MoreMenu() {
  const pathname = usePathname();
  const isHere = MORE_NAVIGATION.some((item) => isCurrent(item, pathname));
  return (
    <Menu.Root>
      <Menu.Trigger className={cx(CELL, isHere ? 'text-accent' : 'text-muted')}>
        <Ellipsis aria-hidden="true" className="size-5" />
        More
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner sideOffset={6} side="top" align="end" className="z-50 outline-hidden">
          <Menu.Popup className="min-w-52 rounded-md border border-line bg-surface p-1 shadow-(--shadow-popup) outline-hidden">
            {MORE_NAVIGATION.map((item) => (
              <Menu.Item
                key={item.href}
                render={<Link href={item.href} />}
                className="flex min-h-11 items-center gap-2.5 rounded px-2.5 font-medium outline-hidden select-none data-highlighted:bg-hover"
              >
                <item.icon aria-hidden="true" className="size-4 text-muted" />
                {item.label}
              </Menu.Item>
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
