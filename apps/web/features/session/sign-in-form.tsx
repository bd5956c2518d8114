'use client';
import { zodResolver } from '@hookform/resolvers/zod';
import { LogIn, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { z } from 'zod';
import { Button } from '#components/button.tsx';
import { LiveFieldset } from '#components/live-fieldset.tsx';
import { TextField } from '#components/text-field.tsx';
import { signIn } from './sign-in.ts';

const Credentials = z.object({
  email: z.email('Enter the e-mail address of your account'),
  password: z.string().min(1, 'Enter your password'),
});

/** @param nextPath where to go afterwards, already checked to be ours */
export function SignInForm({ nextPath }: { readonly nextPath: string }) {
  const [refusal, setRefusal] = useState<string | null>(null);
  const { register, handleSubmit, formState } = useForm({
    resolver: zodResolver(Credentials),
    defaultValues: { email: '', password: '' },
  });
  const submit = handleSubmit(async ({ email, password }) => {
    setRefusal(null);
    const outcome = await signIn(email, password);
    // A full load, so that nothing of an earlier session stays in memory.
    if (outcome.ok) window.location.assign(nextPath);
    else setRefusal(outcome.message);
  });
  const { errors, isSubmitting, isSubmitSuccessful } = formState;
  const isLeaving = isSubmitSuccessful && refusal === null;
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      <LiveFieldset>
        {refusal !== null && (
          <p
            role="alert"
            className="flex items-start gap-2 rounded-md bg-bad-soft px-3 py-2 text-sm font-medium text-bad"
          >
            <TriangleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
            {refusal}
          </p>
        )}
        <TextField
          id="email"
          label="E-mail"
          error={errors.email?.message}
          type="email"
          autoComplete="username"
          {...register('email')}
        />
        <TextField
          id="password"
          label="Password"
          error={errors.password?.message}
          type="password"
          autoComplete="current-password"
          {...register('password')}
        />
        <Button type="submit" tone="primary" disabled={isSubmitting || isLeaving}>
          <LogIn aria-hidden="true" />
          {isSubmitting || isLeaving ? 'Signing in…' : 'Sign in'}
        </Button>
      </LiveFieldset>
    </form>
  );
}
