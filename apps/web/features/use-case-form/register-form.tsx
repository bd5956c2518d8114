'use client';
import { zodResolver } from '@hookform/resolvers/zod';
import type { Runtime } from '@leeway/domain/runtime';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { FormProvider, useForm, useWatch } from 'react-hook-form';
import { toast } from 'sonner';
import { Button, ButtonLink } from '#components/button.tsx';
import { LiveFieldset } from '#components/live-fieldset.tsx';
import { Notice } from '#components/notice.tsx';
import { Panel } from '#components/panel.tsx';
import type { Problem } from '#lib/problem.ts';
import { useTRPC } from '#lib/trpc/context.ts';
import { applyProblem } from './apply-problem.ts';
import { forgetDraft, useFormDraft } from './form-draft.ts';
import { FormSection } from './form-section.tsx';
import { EMPTY_FORM, UseCaseForm, type UseCaseFormOutput, type UseCaseFormValues } from './form-values.ts';
import { HandlerField, NameField, OwnerField } from './identity-fields.tsx';
import { LeaseSnippets } from './lease-snippets.tsx';
import { DescriptionField } from './policy-fields.tsx';
import { PolicySections } from './policy-sections.tsx';
import { RuntimeField } from './runtime-field.tsx';
import { SubmitSnippets } from './submit-snippets.tsx';
import { VALIDATION_MODE } from './validation-mode.ts';

export function RegisterForm({ submitUrl }: { readonly submitUrl: string }) {
  const form = useForm<UseCaseFormValues, unknown, UseCaseFormOutput>({
    resolver: zodResolver(UseCaseForm),
    defaultValues: EMPTY_FORM,
    ...VALIDATION_MODE,
  });
  const draft = useFormDraft(form, EMPTY_FORM);
  const { submit, isPending, problem } = useRegister(form);
  const runtime = useWatch({ control: form.control, name: 'runtime' }) ?? 'process';
  return (
    <FormProvider {...form}>
      <div className="grid items-start gap-5 xl:grid-cols-[minmax(0,1fr)_26rem]">
        <form
          onSubmit={submit}
          noValidate
          className="flex flex-col gap-6 rounded-lg border border-line bg-surface p-4 shadow-(--shadow-raised) sm:p-6"
        >
          <LiveFieldset>
            {draft.isRestored && (
              <Notice
                tone="note"
                action={
                  <Button size="sm" onClick={draft.discard}>
                    Start afresh
                  </Button>
                }
              >
                What you had typed in this tab is back.
              </Notice>
            )}
            <FormSection title="What it is">
              <NameField />
              <RuntimeField />
              <div className="grid gap-4 sm:grid-cols-2">
                <OwnerField />
                {runtime === 'process' && <HandlerField />}
              </div>
              <DescriptionField />
            </FormSection>
            <PolicySections runtime={runtime} />
            {problem !== null && <Notice tone="bad">{problem.detail}</Notice>}
            <div className="flex gap-2 border-t border-line pt-5">
              <Button type="submit" tone="primary" disabled={isPending}>
                {isPending ? 'Registering…' : 'Register the use case'}
              </Button>
              <ButtonLink href="/use-cases" tone="quiet">
                Cancel
              </ButtonLink>
            </div>
          </LiveFieldset>
        </form>
        <SnippetPreview submitUrl={submitUrl} control={form.control} runtime={runtime} />
      </div>
    </FormProvider>
  );
}

type Form = ReturnType<typeof useForm<UseCaseFormValues, unknown, UseCaseFormOutput>>;

function useRegister(form: Form) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const router = useRouter();
  const [problem, setProblem] = useState<Problem | null>(null);
  const register = useMutation(trpc.useCase.register.mutationOptions());
  const submit = form.handleSubmit(async ({ reason: _reason, ...registration }) => {
    setProblem(null);
    try {
      const { name } = await register.mutateAsync(registration);
      forgetDraft();
      toast.success(`${name} is registered`);
      await queryClient.invalidateQueries({ queryKey: trpc.useCase.list.queryKey() });
      router.push(`/use-cases/${encodeURIComponent(name)}?first=true`);
    } catch (error) {
      setProblem(applyProblem(error, form.setError));
    }
  });
  return { submit, problem, isPending: register.isPending || register.isSuccess };
}

interface SnippetPreviewProps {
  readonly submitUrl: string;
  readonly control: Form['control'];
  readonly runtime: Runtime;
}

function SnippetPreview({ submitUrl, control, runtime }: SnippetPreviewProps) {
  const useCase = useWatch({ control, name: 'name' }) || 'send-receipt';
  return (
    <div className="flex min-w-0 flex-col gap-5 xl:sticky xl:top-7">
      <Panel title="How programs will submit" hint="Changes as you type">
        <SubmitSnippets submitUrl={submitUrl} useCase={useCase} />
      </Panel>
      {runtime === 'remote' && (
        <Panel title="How your programs will run the jobs" hint="Lease, do, ack">
          <LeaseSnippets submitUrl={submitUrl} useCase={useCase} />
        </Panel>
      )}
    </div>
  );
}
