import { expect } from 'vitest';
import { auditRows } from './audit-rows.ts';
import type { Answer, TestControlPlane } from './test-control-plane.ts';

export interface Refusal {
  readonly code: string;
  readonly field?: string;
  readonly message?: RegExp;
}

/** The call is refused so, and has left no entry in the log. */
export async function expectRefused(
  { database }: TestControlPlane,
  call: () => Promise<Answer>,
  { code, field, message }: Refusal,
): Promise<void> {
  const before = (await auditRows(database.pool)).length;
  const { data, error } = await call();
  expect({ data, code: error?.code }).toEqual({ data: undefined, code });
  if (field !== undefined) expect(error?.fields.map((fault) => fault.field)).toContain(field);
  if (message !== undefined) expect(error?.message).toMatch(message);
  expect(await auditRows(database.pool)).toHaveLength(before);
}
