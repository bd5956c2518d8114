'use client';
import { zodResolver } from '@hookform/resolvers/zod';
import type { UseCaseView } from '@leeway/domain/views';
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
import { diffPolicies } from './diff-policies.ts';
import { DifferenceList } from './difference-list.tsx';
import { FormSection } from './form-section.tsx';
import { formValuesOf, policyOf, UseCaseForm, type UseCaseFormOutput, type UseCaseFormValues } from './form-values.ts';
import { HandlerField } from './identity-fields.tsx';
import { DescriptionField, ReasonField } from './policy-fields.tsx';
import { PolicySections } from './policy-sections.tsx';
import { VALIDATION_MODE } from './validation-mode.ts';

interface EditFormProps {
  readonly useCase: UseCaseView;
  /** Takes what is kept now as the new starting point. */
  readonly onReload: () => void;
}

export function EditForm({ useCase, onReload }: EditFormProps) {
  const form = useForm<UseCaseFormValues, unknown, UseCaseFormOutput>({
    resolver: zodResolver(UseCaseForm),
    defaultValues: formValuesOf(useCase),
    ...VALIDATION_MODE,
  });
  const { submit, isPending, problem } = useChange(form, useCase);
  const values = useWatch({ control: form.control }) as UseCaseFormValues;
  const differences = diffPolicies(policyOf(formValuesOf(useCase)), policyOf(values));
  const pageOfUseCase = `/use-cases/${encodeURIComponent(useCase.name)}?tab=settings`;
  return (
    <FormProvider {...form}>
      <form onSubmit={submit} noValidate className="grid items-start gap-5 xl:grid-cols-[minmax(0,1fr)_26rem]">
        <LiveFieldset>
          <div className="flex flex-col gap-6 rounded-lg border border-line bg-surface p-4 shadow-(--shadow-raised) sm:p-6">
            <FormSection title="What it is">
              {useCase.runtime === 'process' && <HandlerField />}
              <DescriptionField />
            </FormSection>
            <PolicySections runtime={useCase.runtime} />
          </div>
          <Panel
            title="What changes"
            hint="In force within a second of saving; a retry keeps its deadline"
            className="xl:sticky xl:top-7"
          >
            <div className="flex flex-col gap-4">
              {problem !== null && <Refusal problem={problem} onReload={onReload} />}
              <DifferenceList differences={differences} empty="Nothing yet" />
              <ReasonField />
              <div className="flex gap-2">
                <Button type="submit" tone="primary" disabled={isPending || differences.length === 0}>
                  {isPending ? 'Saving…' : saveLabel(differences.length)}
                </Button>
                <ButtonLink href={pageOfUseCase} tone="quiet">
                  Cancel
                </ButtonLink>
              </div>
            </div>
          </Panel>
        </LiveFieldset>
      </form>
    </FormProvider>
  );
}

function saveLabel(count: number): string {
  if (count === 0) return 'Save';
  return count === 1 ? 'Save 1 change' : `Save ${count} changes`;
}

function Refusal({ problem, onReload }: { readonly problem: Problem; readonly onReload: () => void }) {
  if (problem.code !== 'CONFLICT') return <Notice tone="bad">{problem.detail}</Notice>;
  return (
    <Notice
      tone="warn"
      action={
        <Button size="sm" onClick={onReload}>
          Load what is there now
        </Button>
      }
    >
      Nothing was saved: {problem.detail}. Your entries stay on this page until you load.
    </Notice>
  );
}

type Form = ReturnType<typeof useForm<UseCaseFormValues, unknown, UseCaseFormOutput>>;

function useChange(form: Form, { name, version }: UseCaseView) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const router = useRouter();
  const [problem, setProblem] = useState<Problem | null>(null);
  const change = useMutation(trpc.useCase.change.mutationOptions());
  const submit = form.handleSubmit(async ({ team: _team, name: _name, ...policy }) => {
    setProblem(null);
    try {
      const changed = await change.mutateAsync({ ...policy, name, version });
      queryClient.setQueryData(trpc.useCase.get.queryKey({ name }), changed);
      await queryClient.invalidateQueries({ queryKey: trpc.audit.pathKey() });
      toast.success(`${name} is changed`);
      router.push(`/use-cases/${encodeURIComponent(name)}?tab=changes`);
    } catch (error) {
      setProblem(applyProblem(error, form.setError));
    }
  });
  return { submit, problem, isPending: change.isPending || change.isSuccess };
}
