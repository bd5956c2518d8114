import { type OperationPreview, OperationTarget } from '@leeway/domain/job-operation';
import { UseCaseName } from '@leeway/domain/use-case';
import { previewOperation as preview } from '@leeway/engine/queue/preview-operation';
import { z } from 'zod';
import type { Call } from '../api/context.ts';
import { getUseCaseRef } from '../use-case/get-use-case-ref.ts';

export const OperationPreviewQuery = z.strictObject({ name: UseCaseName, target: OperationTarget });

/** How many jobs an operation would be about. For the owning team: a filter on texts can be used to guess them. */
export async function previewOperation(
  { services }: Call,
  { name, target }: z.infer<typeof OperationPreviewQuery>,
): Promise<OperationPreview> {
  const { no } = await getUseCaseRef(services, name);
  return preview(services.pool, no, target);
}
