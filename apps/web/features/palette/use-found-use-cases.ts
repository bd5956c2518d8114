'use client';
import { LIMITS } from '@leeway/domain/limits';
import type { FoundUseCase } from '@leeway/domain/use-case-list';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useDeferredValue } from 'react';
import { useTRPC } from '#lib/trpc/context.ts';

/** Use cases whose name or team holds what was typed; those whose name begins with it first. */
export function useFoundUseCases(typed: string): readonly FoundUseCase[] {
  const trpc = useTRPC();
  const text = useDeferredValue(typed.trim().toLowerCase().slice(0, LIMITS.nameLength));
  const { data } = useQuery({ ...trpc.useCase.find.queryOptions({ text }), placeholderData: keepPreviousData });
  // What was found for less is shown while the rest is looked for, as far as it still fits.
  return (data ?? []).filter(({ name, team }) => name.includes(text) || team.toLowerCase().includes(text));
}
