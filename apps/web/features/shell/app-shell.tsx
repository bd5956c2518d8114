'use client';
import { useRouter } from 'next/navigation';
import { type ReactNode, useState } from 'react';
import { IncidentBanner } from '#features/incident-mode/incident-banner.tsx';
import { CommandPalette } from '#features/palette/command-palette.tsx';
import type { Shortcut } from '#features/shortcuts/match-shortcut.ts';
import { ShortcutSheet } from '#features/shortcuts/shortcut-sheet.tsx';
import { useShortcutSwitch } from '#features/shortcuts/shortcut-switch.ts';
import { useShortcuts } from '#features/shortcuts/use-shortcuts.ts';
import { useLivePause } from '#lib/live/live-pause.tsx';
import { ClockNotice } from './clock-notice.tsx';
import { NAVIGATION } from './navigation.ts';
import { BottomBar, TopBar } from './phone-bars.tsx';
import { Sidebar } from './sidebar.tsx';
import { usePaletteKey } from './use-palette-key.ts';
import { useThemeToggle } from './use-theme-toggle.ts';

interface Popups {
  readonly openPalette: () => void;
  readonly openSheet: () => void;
}

function useConsoleShortcuts({ openPalette, openSheet }: Popups): readonly Shortcut[] {
  const router = useRouter();
  const { toggle } = useLivePause();
  const toggleTheme = useThemeToggle();
  const pages = NAVIGATION.map(
    (item): Shortcut => ({
      keys: `g ${item.key}`,
      label: item.label,
      group: 'Go to',
      run: () => router.push(item.href),
    }),
  );
  return [
    ...pages,
    { keys: '/', label: 'Search', group: 'Go to', run: openPalette },
    { keys: 'n', label: 'Register a use case', group: 'Do', run: () => router.push('/use-cases/new') },
    { keys: 'p', label: 'Pause or go on', group: 'Do', run: toggle },
    { keys: 't', label: 'Light or dark', group: 'Do', run: toggleTheme },
    { keys: '?', label: 'This sheet', group: 'Do', run: openSheet },
  ];
}

export function AppShell({ children }: { readonly children: ReactNode }) {
  const [isPaletteOpen, setPaletteOpen] = useState(false);
  const [isSheetOpen, setSheetOpen] = useState(false);
  const { isOn } = useShortcutSwitch();
  const openSheet = () => setSheetOpen(true);
  const openPalette = () => setPaletteOpen(true);
  const shortcuts = useConsoleShortcuts({ openPalette, openSheet });
  usePaletteKey(() => setPaletteOpen((before) => !before));
  useShortcuts(shortcuts, isOn && !isPaletteOpen && !isSheetOpen);
  return (
    <div className="min-h-dvh lg:grid lg:grid-cols-[14rem_minmax(0,1fr)]">
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:rounded-md focus:bg-accent focus:px-3 focus:py-2 focus:text-on-accent"
      >
        Skip to the content
      </a>
      <Sidebar onSearch={openPalette} onShortcuts={openSheet} />
      <TopBar onSearch={openPalette} onShortcuts={openSheet} />
      <main
        id="content"
        tabIndex={-1}
        className="mx-auto w-full max-w-[90rem] min-w-0 px-4 pt-5 pb-28 outline-none sm:px-6 lg:px-8 lg:pt-7 lg:pb-16"
      >
        <ClockNotice />
        <IncidentBanner />
        {children}
      </main>
      <BottomBar />
      <CommandPalette open={isPaletteOpen} onOpenChange={setPaletteOpen} onShortcuts={openSheet} />
      <ShortcutSheet open={isSheetOpen} onOpenChange={setSheetOpen} shortcuts={shortcuts} />
    </div>
  );
}
