'use client';
import { LIMITS } from '@leeway/domain/limits';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { Controller, useFormContext } from 'react-hook-form';
import { useTRPC } from '#lib/trpc/context.ts';
import type { UseCaseFormValues } from './form-values.ts';

/** Which of the registered downstreams its handler calls: any number of them. */
export function DownstreamsField() {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.downstream.list.queryOptions({}));
  const { control } = useFormContext<UseCaseFormValues>();
  return (
    <Controller
      control={control}
      name="downstreams"
      render={({ field, fieldState: { error } }) => {
        const chosen = field.value ?? [];
        const names = [...new Set([...(data?.downstreams ?? []).map(({ name }) => name), ...chosen])].sort();
        const toggle = (name: string) =>
          field.onChange(chosen.includes(name) ? chosen.filter((one) => one !== name) : [...chosen, name].sort());
        return (
          <fieldset>
            <legend className="font-medium">Downstreams</legend>
            <p className="text-sm text-muted">
              Services that the handler calls, at most {LIMITS.downstreamsPerUseCase}. When one reports overload, all
              who name it slow down together.
            </p>
            {names.length > 0 && (
              <div className="mt-2 flex flex-wrap gap-2">
                {names.map((name) => (
                  <label
                    key={name}
                    className="flex min-h-8 items-center gap-2 max-sm:min-h-11 rounded-md border border-line bg-surface px-2.5 has-checked:border-accent has-checked:bg-accent-soft"
                  >
                    <input
                      type="checkbox"
                      checked={chosen.includes(name)}
                      onChange={() => toggle(name)}
                      className="size-4 accent-(--accent)"
                    />
                    <span className="font-mono text-sm wrap-anywhere">{name}</span>
                  </label>
                ))}
              </div>
            )}
            {error !== undefined && (
              <p role="alert" className="mt-1.5 text-sm font-medium text-bad">
                {error.message}
              </p>
            )}
            {data?.downstreams.length === 0 && (
              <p className="mt-2 text-sm">
                None is registered yet.{' '}
                <Link href="/downstreams" className="font-medium text-accent hover:underline">
                  Register one
                </Link>
                , then name it here.
              </p>
            )}
          </fieldset>
        );
      }}
    />
  );
}
