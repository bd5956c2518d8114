'use client';
import { zodResolver } from '@hookform/resolvers/zod';
import { LIMITS } from '@leeway/domain/limits';
import { plainText } from '@leeway/domain/use-case';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Controller, useForm } from 'react-hook-form';
import { z } from 'zod';
import { Button } from '#components/button.tsx';
import { Field, hintId, Input } from '#components/field.tsx';
import { Notice } from '#components/notice.tsx';
import { Select } from '#components/select.tsx';
import { teamsToActFor } from '#features/session/decide-rights.ts';
import { useSessionUser } from '#features/session/session-context.tsx';
import { problemOf } from '#lib/problem.ts';
import { useTRPC } from '#lib/trpc/context.ts';

const EVERY_TEAM = '*';
const LIVES = ['30', '90', '365'] as const;

const Minting = z.object({
  name: plainText(LIMITS.nameLength).min(1, 'Say which program will use it'),
  team: z.string().min(1, 'Choose the team that it submits for'),
  days: z.enum(LIVES),
});

export function MintForm({ onMinted }: { readonly onMinted: (key: string) => void }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const user = useSessionUser();
  const { data: teams = [] } = useQuery(trpc.team.list.queryOptions());
  const mint = useMutation(trpc.apiKey.mint.mutationOptions());
  const { register, control, handleSubmit, formState } = useForm({
    resolver: zodResolver(Minting),
    defaultValues: { name: '', team: '', days: '90' as (typeof LIVES)[number] },
  });
  const submit = handleSubmit(({ name, team, days }) =>
    mint.mutate(
      { name, team: team === EVERY_TEAM ? null : team, expiresInDays: Number(days) },
      {
        onSuccess: async ({ key }) => {
          onMinted(key);
          await queryClient.invalidateQueries({ queryKey: trpc.apiKey.list.queryKey() });
        },
      },
    ),
  );
  const options = teamsToActFor(user, teams).map(({ name }) => ({ value: name, label: name }));
  const everyTeam =
    user?.role === 'admin'
      ? [{ value: EVERY_TEAM, label: 'Every team', description: 'For programs of the platform itself' }]
      : [];
  const { errors } = formState;
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      <Field
        id="key-name"
        label="Used by"
        error={errors.name?.message}
        hint="The program, so that you know what breaks if it is revoked"
      >
        <Input
          id="key-name"
          autoComplete="off"
          placeholder="checkout-service"
          isInvalid={errors.name !== undefined}
          {...register('name')}
        />
      </Field>
      <Controller
        control={control}
        name="team"
        render={({ field }) => (
          <Field
            id="key-team"
            label="Team"
            error={errors.team?.message}
            hint="It may submit to this team’s use cases only"
          >
            <Select
              id="key-team"
              label="Team"
              value={field.value || null}
              onChange={field.onChange}
              options={[...options, ...everyTeam]}
              placeholder="Choose a team"
              isInvalid={errors.team !== undefined}
              describedBy={hintId('key-team')}
            />
          </Field>
        )}
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
      {mint.error && <Notice tone="bad">{problemOf(mint.error).detail}</Notice>}
      <Button type="submit" tone="primary" className="self-end" disabled={mint.isPending}>
        {mint.isPending ? 'Minting…' : 'Mint the key'}
      </Button>
    </form>
  );
}
