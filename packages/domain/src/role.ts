import { z } from 'zod';

/** What a person may do; the same list as the CHECK on `app_user.role`. */
export const Role = z.enum(['viewer', 'engineer', 'on-call', 'manager', 'admin']);
export type Role = z.infer<typeof Role>;

/** The signed-in person as the console sees them; `teams` are names. */
export interface SessionUser {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly teams: readonly string[];
}
