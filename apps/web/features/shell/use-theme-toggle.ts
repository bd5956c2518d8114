'use client';
import { useTheme } from 'next-themes';

/** Switches between light and dark, from whichever is on screen. */
export function useThemeToggle(): () => void {
  const { resolvedTheme, setTheme } = useTheme();
  return () => setTheme(resolvedTheme === 'dark' ? 'light' : 'dark');
}
