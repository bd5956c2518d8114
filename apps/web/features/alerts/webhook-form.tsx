'use client';
import { zodResolver } from '@hookform/resolvers/zod';
import { WebhookRegistration } from '@leeway/domain/alert';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Controller, useForm } from 'react-hook-form';
import { z } from 'zod';
import { Button } from '#components/button.tsx';
import { errorId, Field, hintId, Input } from '#components/field.tsx';
import { Notice } from '#components/notice.tsx';
import { Select } from '#components/select.tsx';
import { teamsToActFor } from '#features/session/decide-rights.ts';
import { useSessionUser } from '#features/session/session-context.tsx';
import { VALIDATION_MODE } from '#features/use-case-form/validation-mode.ts';
import { problemOf } from '#lib/problem.ts';
import { useTRPC } from '#lib/trpc/context.ts';
import { useWebhooksChanged } from './use-webhooks-changed.ts';

const EVERY_TEAM = '*';
const WebhookDraft = WebhookRegistration.extend({ team: z.string().min(1, 'Choose whose alerts it is told') });

export function WebhookForm({ onAdded }: { readonly onAdded: (secret: string) => void }) {
  const trpc = useTRPC();
  const user = useSessionUser();
  const changed = useWebhooksChanged();
  const { data: teams = [] } = useQuery(trpc.team.list.queryOptions());
  const add = useMutation(trpc.webhook.add.mutationOptions());
  const { register, control, handleSubmit, formState } = useForm({
    resolver: zodResolver(WebhookDraft),
    defaultValues: { name: '', url: '', team: '' },
    ...VALIDATION_MODE,
  });
  const submit = handleSubmit(({ name, url, team }) =>
    add.mutate(
      { name, url, team: team === EVERY_TEAM ? null : team },
      {
        onSuccess: async ({ secret }) => {
          onAdded(secret);
          await changed();
        },
      },
    ),
  );
  const { errors } = formState;
  const everyTeam = { value: EVERY_TEAM, label: 'Every team', description: 'For those who run the tier' };
  const options = teamsToActFor(user, teams).map(({ name }) => ({ value: name, label: name }));
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      <Field id="hook-name" label="Name" error={errors.name?.message} hint="Such as on-call of payments">
        <Input id="hook-name" autoComplete="off" isInvalid={errors.name !== undefined} {...register('name')} />
      </Field>
      <Field
        id="hook-url"
        label="Address"
        error={errors.url?.message}
        hint="https, and public; the whole address is not shown again"
      >
        <Input
          id="hook-url"
          type="url"
          inputMode="url"
          autoComplete="off"
          placeholder="https://"
          className="font-mono"
          isInvalid={errors.url !== undefined}
          {...register('url')}
        />
      </Field>
      <Controller
        control={control}
        name="team"
        render={({ field }) => (
          <Field
            id="hook-team"
            label="Alerts of"
            error={errors.team?.message}
            hint="Only members and admins may remove it"
          >
            <Select
              id="hook-team"
              label="Alerts of"
              value={field.value || null}
              onChange={field.onChange}
              options={user?.role === 'admin' ? [...options, everyTeam] : options}
              placeholder="Choose the team"
              isInvalid={errors.team !== undefined}
              describedBy={errors.team === undefined ? hintId('hook-team') : errorId('hook-team')}
            />
          </Field>
        )}
      />
      {add.error && <Notice tone="bad">{problemOf(add.error).detail}</Notice>}
      <Button type="submit" tone="primary" className="self-end" disabled={add.isPending}>
        {add.isPending ? 'Adding…' : 'Add the webhook'}
      </Button>
    </form>
  );
}
