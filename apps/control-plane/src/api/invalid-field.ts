import { LeewayError } from '@leeway/domain/problem';

/** The answer to one field that only the store or the disk could judge. */
export function invalidField(field: string, message: string): LeewayError {
  return new LeewayError('INVALID_INPUT', message, { fields: [{ field, message }] });
}

/** True where a unique index refused a row. */
export function isNameTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'P2002';
}
