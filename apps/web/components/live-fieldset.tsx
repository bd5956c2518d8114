'use client';
import type { ReactNode } from 'react';
import { useHydrated } from '#lib/use-hydrated.ts';

/** Keeps a form's fields closed until the page is alive, so that nothing entered is lost. Takes no part in the layout. */
export function LiveFieldset({ children }: { readonly children: ReactNode }) {
  return (
    <fieldset disabled={!useHydrated()} className="contents">
      {children}
    </fieldset>
  );
}
