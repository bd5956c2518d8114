'use client';
import { useQuery } from '@tanstack/react-query';
import { type Control, type FieldPath, type FieldValues, useController } from 'react-hook-form';
import { errorId, Field, hintId } from '#components/field.tsx';
import { Select } from '#components/select.tsx';
import { teamsToActFor } from '#features/session/decide-rights.ts';
import { useSessionUser } from '#features/session/session-context.tsx';
import { useTRPC } from '#lib/trpc/context.ts';
import { EVERY_TEAM } from './chosen-team.ts';

interface TeamFieldProps<Values extends FieldValues, Output> {
  readonly id: string;
  readonly control: Control<Values, unknown, Output>;
  readonly name: FieldPath<Values>;
  readonly label?: string;
  readonly hint: string;
  readonly placeholder?: string;
  /** Whom the choice of every team is for; without it nobody is offered that. */
  readonly everyTeam?: string;
}

/** One of the teams that the person may act for; admins may be offered every team. */
export function TeamField<Values extends FieldValues, Output>(props: TeamFieldProps<Values, Output>) {
  const { id, control, name, label = 'Team', hint, placeholder = 'Choose the team', everyTeam } = props;
  const trpc = useTRPC();
  const user = useSessionUser();
  const { data = [], isSuccess } = useQuery(trpc.team.list.queryOptions());
  const { field, fieldState } = useController({ control, name });
  const error = fieldState.error?.message;
  const teams = teamsToActFor(user, data).map((team) => ({ value: team.name, label: team.name }));
  const all = { value: EVERY_TEAM, label: 'Every team', ...(everyTeam !== undefined && { description: everyTeam }) };
  const options = everyTeam !== undefined && user?.role === 'admin' ? [...teams, all] : teams;
  const isTeamless = isSuccess && options.length === 0;
  return (
    <Field
      id={id}
      label={label}
      error={error}
      hint={isTeamless ? 'You are in no team yet: ask an admin to add you to one' : hint}
    >
      <Select
        id={id}
        label={label}
        value={field.value || null}
        onChange={field.onChange}
        options={options}
        placeholder={placeholder}
        isInvalid={error !== undefined}
        describedBy={error === undefined ? hintId(id) : errorId(id)}
      />
    </Field>
  );
}
