'use client';
import { useEffect, useState } from 'react';
import type { UseFormReturn } from 'react-hook-form';
import type { UseCaseFormOutput, UseCaseFormValues } from './form-values.ts';

const KEY = 'leeway-draft-use-case';

function readDraft(): Partial<UseCaseFormValues> | null {
  try {
    const text = sessionStorage.getItem(KEY);
    return text === null ? null : (JSON.parse(text) as Partial<UseCaseFormValues>);
  } catch {
    return null;
  }
}

export function forgetDraft(): void {
  sessionStorage.removeItem(KEY);
}

type Form = UseFormReturn<UseCaseFormValues, unknown, UseCaseFormOutput>;

/** Keeps what was typed while the tab lives, and brings it back. Returns whether it did, and how to drop it. */
export function useFormDraft(form: Form, empty: UseCaseFormValues) {
  const [isRestored, setRestored] = useState(false);
  useEffect(() => {
    const draft = readDraft();
    if (draft !== null) {
      form.reset({ ...empty, ...draft }, { keepDefaultValues: true });
      setRestored(true);
    }
    const subscription = form.watch((values) => sessionStorage.setItem(KEY, JSON.stringify(values)));
    return () => subscription.unsubscribe();
  }, [form, empty]);
  const discard = () => {
    form.reset(empty);
    forgetDraft();
    setRestored(false);
  };
  return { isRestored, discard };
}
