'use client';
import { zodResolver } from '@hookform/resolvers/zod';
import { WebhookRegistration } from '@leeway/domain/alert';
import { useMutation } from '@tanstack/react-query';
import { useForm } from 'react-hook-form';
import { z } from 'zod';
import { Button } from '#components/button.tsx';
import { Notice } from '#components/notice.tsx';
import { TextField } from '#components/text-field.tsx';
import { chosenTeam } from '#features/teams/chosen-team.ts';
import { TeamField } from '#features/teams/team-field.tsx';
import { VALIDATION_MODE } from '#features/use-case-form/validation-mode.ts';
import { problemOf } from '#lib/problem.ts';
import { useTRPC } from '#lib/trpc/context.ts';
import { useWebhooksChanged } from './use-webhooks-changed.ts';

const WebhookDraft = WebhookRegistration.extend({ team: z.string().min(1, 'Choose whose alerts it is told') });

export function WebhookForm({ onAdded }: { readonly onAdded: (secret: string) => void }) {
  const trpc = useTRPC();
  const changed = useWebhooksChanged();
  const add = useMutation(trpc.webhook.add.mutationOptions());
  const { register, control, handleSubmit, formState } = useForm({
    resolver: zodResolver(WebhookDraft),
    defaultValues: { name: '', url: '', team: '' },
    ...VALIDATION_MODE,
  });
  const submit = handleSubmit(({ name, url, team }) =>
    add.mutate(
      { name, url, team: chosenTeam(team) },
      {
        onSuccess: async ({ secret }) => {
          onAdded(secret);
          await changed();
        },
      },
    ),
  );
  const { errors } = formState;
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      <TextField
        id="hook-name"
        label="Name"
        error={errors.name?.message}
        hint="Such as on-call of payments"
        {...register('name')}
      />
      <TextField
        id="hook-url"
        label="Address"
        error={errors.url?.message}
        hint="https, and public; the whole address is not shown again"
        type="url"
        inputMode="url"
        placeholder="https://"
        className="font-mono"
        {...register('url')}
      />
      <TeamField
        id="hook-team"
        control={control}
        name="team"
        label="Alerts of"
        hint="Only members and admins may remove it"
        everyTeam="For those who run the tier"
      />
      {add.error && <Notice tone="bad">{problemOf(add.error).detail}</Notice>}
      <Button type="submit" tone="primary" className="self-end" disabled={add.isPending}>
        {add.isPending ? 'Adding…' : 'Add the webhook'}
      </Button>
    </form>
  );
}
