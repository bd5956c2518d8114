import {
  OperationId,
  type OperationPreview,
  OperationRequest,
  OperationTarget,
  type OperationView,
  toOperationAnswer,
} from '@leeway/domain/job-operation';
import { LeewayError } from '@leeway/domain/problem';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ApiKeyEntry } from '../registry/entries.ts';
import { bodyOf, type Door, useCaseOf } from './request-parts.ts';

/** Bulk operations, as the routes need them. */
export interface Operations {
  begin(useCaseNo: number, request: OperationRequest, by: string): Promise<OperationView>;
  preview(useCaseNo: number, target: OperationTarget): Promise<OperationPreview>;
  list(useCase: string): Promise<readonly OperationView[]>;
  /** Throws NOT_FOUND. */
  get(id: string): Promise<{ readonly operation: OperationView; readonly teamId: string }>;
  /** False where it has ended already. */
  stop(id: string, by: string): Promise<boolean>;
}

type Named = FastifyRequest<{ Params: { name: string } }>;
type Identified = FastifyRequest<{ Params: { id: string } }>;

/** Redrive or cancel all jobs of a use case that a filter matches; see how far it is; stop it. */
export function installOperationRoutes(
  server: FastifyInstance,
  door: Door & { readonly operations: Operations },
): void {
  const { operations } = door;

  const ownOperation = async (apiKey: ApiKeyEntry, id: string): Promise<OperationView> => {
    if (!OperationId.safeParse(id).success) throw badOperationId();
    const { operation, teamId } = await operations.get(id);
    if (apiKey.teamId !== null && apiKey.teamId !== teamId) throw unknownOperation();
    return operation;
  };

  server.post('/v1/use-cases/:name/operations', async (request: Named, reply) => {
    const apiKey = door.keyOf(request);
    const useCase = await useCaseOf(door, apiKey, request.params.name);
    const operation = await operations.begin(useCase.no, bodyOf(request, OperationRequest), nameOf(apiKey));
    return reply.status(202).header('location', `/v1/operations/${operation.id}`).send(toOperationAnswer(operation));
  });

  server.post('/v1/use-cases/:name/operations/preview', async (request: Named) => {
    const useCase = await useCaseOf(door, door.keyOf(request), request.params.name);
    return await operations.preview(useCase.no, bodyOf(request, OperationTarget));
  });

  server.get('/v1/use-cases/:name/operations', async (request: Named) => {
    const useCase = await useCaseOf(door, door.keyOf(request), request.params.name);
    return { operations: (await operations.list(useCase.name)).map(toOperationAnswer) };
  });

  server.get('/v1/operations/:id', async (request: Identified) =>
    toOperationAnswer(await ownOperation(door.keyOf(request), request.params.id)),
  );

  server.post('/v1/operations/:id/stop', async (request: Identified) => {
    const apiKey = door.keyOf(request);
    const { id, state } = await ownOperation(apiKey, request.params.id);
    if (!(await operations.stop(id, nameOf(apiKey))))
      throw new LeewayError('WRONG_STATE', `${id} is ${state}; only an operation that has not ended can be stopped`);
    return toOperationAnswer((await operations.get(id)).operation);
  });
}

/** What history says of who did it. */
export function nameOf({ name }: ApiKeyEntry): string {
  return `API key ${name}`;
}

function badOperationId(): LeewayError {
  const message = 'An operation id is "op_" and 20 letters and digits';
  return new LeewayError('INVALID_INPUT', message, { fields: [{ field: 'id', message }] });
}

function unknownOperation(): LeewayError {
  return new LeewayError('NOT_FOUND', 'There is no such operation', {
    fields: [{ field: 'id', message: 'Unknown operation' }],
  });
}
