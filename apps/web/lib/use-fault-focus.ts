'use client';
import { useEffect, useRef } from 'react';

/** Brings whoever sent a form to the first field that is wrong, each time that something is found wrong. */
export function useFaultFocus(faults: readonly unknown[]) {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (faults.length > 0) form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
  }, [faults]);
  return form;
}
