import { type FieldError, LeewayError } from '@leeway/domain/problem';
import type { TRPCError } from '@trpc/server';
import { z } from 'zod';
import { isStoreUnavailable } from './store-unavailable.ts';

/** Turns whatever a procedure threw into one of the closed list; what is not expected becomes INTERNAL, its message kept inside. */
export function translateError(error: TRPCError): LeewayError {
  const cause = error.cause;
  if (cause instanceof LeewayError) return cause;
  if (cause instanceof z.ZodError) return fromZod(cause);
  if (isStoreUnavailable(cause)) return new LeewayError('STORE_UNAVAILABLE', 'Try again in a moment', { cause });
  return fromTrpc(error);
}

function fromZod(error: z.ZodError): LeewayError {
  const fields = error.issues.map((issue): FieldError => ({ field: pathText(issue.path), message: issue.message }));
  const first = fields[0];
  const detail = first === undefined ? 'The input is not valid' : `${first.field || 'input'}: ${first.message}`;
  return new LeewayError('INVALID_INPUT', detail, { fields });
}

/** `['jobs', 3, 'payload']` → `jobs[3].payload` */
function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    return text === '' ? String(part) : `${text}.${String(part)}`;
  }, '');
}

function fromTrpc(error: TRPCError): LeewayError {
  switch (error.code) {
    case 'PARSE_ERROR':
    case 'BAD_REQUEST':
      return new LeewayError('INVALID_INPUT', 'The request cannot be read', { cause: error });
    case 'NOT_FOUND':
      return new LeewayError('NOT_FOUND', 'There is no such procedure', { cause: error });
    case 'METHOD_NOT_SUPPORTED':
      return new LeewayError('METHOD_NOT_ALLOWED', 'Queries are GET, mutations are POST', { cause: error });
    case 'UNSUPPORTED_MEDIA_TYPE':
      return new LeewayError('UNSUPPORTED_MEDIA_TYPE', 'Send application/json', { cause: error });
    case 'PAYLOAD_TOO_LARGE':
      return new LeewayError('TOO_LARGE', 'Send less at once', { cause: error });
    default:
      return new LeewayError('INTERNAL', 'It is in our log', { cause: error });
  }
}
