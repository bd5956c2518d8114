'use client';
import { zodResolver } from '@hookform/resolvers/zod';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Controller, useForm } from 'react-hook-form';
import { Button } from '#components/button.tsx';
import { Field } from '#components/field.tsx';
import { Notice } from '#components/notice.tsx';
import { Select } from '#components/select.tsx';
import { TextField } from '#components/text-field.tsx';
import { chosenTeam } from '#features/teams/chosen-team.ts';
import { TeamField } from '#features/teams/team-field.tsx';
import { problemOf } from '#lib/problem.ts';
import { useTRPC } from '#lib/trpc/context.ts';
import { KeyMinting, LIVES, toRateLimit } from './key-minting.ts';

export function MintForm({ onMinted }: { readonly onMinted: (key: string) => void }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const mint = useMutation(trpc.apiKey.mint.mutationOptions());
  const { register, control, handleSubmit, formState } = useForm({
    resolver: zodResolver(KeyMinting),
    defaultValues: { name: '', team: '', days: '90' as (typeof LIVES)[number], ratePerSecond: '', rateBurst: '' },
  });
  const submit = handleSubmit(({ name, team, days, ratePerSecond, rateBurst }) =>
    mint.mutate(
      {
        ...{ name, team: chosenTeam(team), expiresInDays: Number(days) },
        rateLimit: toRateLimit(ratePerSecond, rateBurst),
      },
      {
        onSuccess: async ({ key }) => {
          onMinted(key);
          await queryClient.invalidateQueries({ queryKey: trpc.apiKey.list.queryKey() });
        },
      },
    ),
  );
  const { errors } = formState;
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      <TextField
        id="key-name"
        label="Used by"
        error={errors.name?.message}
        hint="The program, so that you know what breaks if it is revoked"
        placeholder="checkout-service"
        {...register('name')}
      />
      <TeamField
        id="key-team"
        control={control}
        name="team"
        hint="It may submit to this team’s use cases only"
        everyTeam="For programs of the platform itself"
      />
      <Controller
        control={control}
        name="days"
        render={({ field }) => (
          <Field id="key-days" label="Ends after">
            <Select
              id="key-days"
              label="Ends after"
              value={field.value}
              onChange={field.onChange}
              options={LIVES.map((days) => ({ value: days, label: `${days} days` }))}
            />
          </Field>
        )}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          id="key-rate"
          label="Jobs per second"
          optional
          error={errors.ratePerSecond?.message}
          hint="What is submitted with it beyond that is refused; empty: no limit"
          inputMode="numeric"
          placeholder="no limit"
          {...register('ratePerSecond')}
        />
        <TextField
          id="key-burst"
          label="At once"
          optional
          error={errors.rateBurst?.message}
          hint="Jobs that may come together after a pause; empty: a second’s worth"
          inputMode="numeric"
          placeholder="as per second"
          {...register('rateBurst')}
        />
      </div>
      {mint.error && <Notice tone="bad">{problemOf(mint.error).detail}</Notice>}
      <Button type="submit" tone="primary" className="self-end" disabled={mint.isPending}>
        {mint.isPending ? 'Minting…' : 'Mint the key'}
      </Button>
    </form>
  );
}
