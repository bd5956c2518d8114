'use client';
import { Menu } from '@base-ui/react/menu';
import { Check, ChevronsUpDown, Keyboard, LogOut } from 'lucide-react';
import { useTheme } from 'next-themes';
import type { ReactNode } from 'react';
import { useSessionUser } from '#features/session/session-context.tsx';
import { signOut } from '#features/session/sign-in.ts';
import { cx } from '#lib/class-names.ts';

interface PersonMenuProps {
  readonly onShortcuts: () => void;
  readonly isCompact?: boolean;
}

const THEMES = [
  { value: 'system', label: 'As the system' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
];
const ITEM =
  'flex min-h-8 cursor-default max-sm:min-h-11 items-center gap-2 rounded px-2 outline-hidden select-none data-highlighted:bg-hover [&_svg]:size-4';

export function PersonMenu({ onShortcuts, isCompact = false }: PersonMenuProps) {
  const user = useSessionUser();
  return (
    <Menu.Root>
      <Menu.Trigger
        aria-label={isCompact ? 'You and settings' : undefined}
        className={cx(
          'flex items-center gap-2.5 rounded-md text-left hover:bg-hover',
          isCompact ? 'size-11 justify-center' : 'w-full px-2 py-1.5',
        )}
      >
        <span
          aria-hidden="true"
          className="grid size-7.5 shrink-0 place-items-center rounded-full bg-accent text-xs font-semibold text-on-accent"
        >
          {initialsOf(user?.name ?? '?')}
        </span>
        {!isCompact && (
          <>
            <span className="min-w-0 flex-1 leading-tight">
              <span className="block truncate text-sm font-medium">{user?.name ?? 'Unknown'}</span>
              <span className="block truncate text-xs text-muted">{user?.role ?? 'not reachable'}</span>
            </span>
            <ChevronsUpDown aria-hidden="true" className="size-4 text-muted" />
          </>
        )}
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner sideOffset={6} align="end" className="z-50 outline-hidden">
          <Menu.Popup className="min-w-56 rounded-md border border-line bg-surface p-1 shadow-(--shadow-popup) outline-hidden">
            <p className="px-2 pt-1 pb-2 text-xs text-muted">{user?.email ?? 'The control plane does not answer'}</p>
            <ThemeChoice />
            <Separator />
            <Menu.Item className={ITEM} onClick={onShortcuts}>
              <Keyboard aria-hidden="true" />
              Keyboard shortcuts
            </Menu.Item>
            <Menu.Item className={ITEM} onClick={() => void signOut()}>
              <LogOut aria-hidden="true" />
              Sign out
            </Menu.Item>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

function ThemeChoice() {
  const { theme, setTheme } = useTheme();
  return (
    <Menu.RadioGroup value={theme} onValueChange={setTheme}>
      <Menu.GroupLabel className="px-2 py-1 text-xs font-semibold text-muted">Appearance</Menu.GroupLabel>
      {THEMES.map(({ value, label }) => (
        <Menu.RadioItem key={value} value={value} className={ITEM}>
          <Indicator>
            <Menu.RadioItemIndicator>
              <Check aria-hidden="true" className="text-accent" />
            </Menu.RadioItemIndicator>
          </Indicator>
          {label}
        </Menu.RadioItem>
      ))}
    </Menu.RadioGroup>
  );
}

function Indicator({ children }: { readonly children: ReactNode }) {
  return <span className="grid size-4 place-items-center">{children}</span>;
}

function Separator() {
  return <Menu.Separator className="my-1 h-px bg-line" />;
}

function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/);
  return ((words[0]?.[0] ?? '') + (words.length > 1 ? (words.at(-1)?.[0] ?? '') : '')).toUpperCase();
}
