import type { z } from 'zod';

/** What is wrong with a payload as typed, or null. */
export function checkPayload(text: string, schema: z.ZodType): string | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return `This is not JSON: ${error instanceof Error ? error.message : 'it cannot be read'}`;
  }
  const checked = schema.safeParse(value);
  return checked.success ? null : (checked.error.issues[0]?.message ?? 'The payload cannot be stored');
}
