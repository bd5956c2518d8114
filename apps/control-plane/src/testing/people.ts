import { randomBytes } from 'node:crypto';
import type { Role } from '@leeway/domain/role';
import { hashPassword } from 'better-auth/crypto';
import type { Pool } from 'pg';

export interface Person {
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly teams: readonly string[];
}

export const PASSWORD = 'correct horse battery';

/** Teams `payments` and `search`; one person per role, all but the admin and the stranger in `payments`. */
export const PEOPLE = {
  admin: { email: 'ada@example.com', name: 'Ada', role: 'admin', teams: [] },
  engineer: { email: 'eve@example.com', name: 'Eve', role: 'engineer', teams: ['payments'] },
  manager: { email: 'max@example.com', name: 'Max', role: 'manager', teams: ['payments'] },
  viewer: { email: 'vic@example.com', name: 'Vic', role: 'viewer', teams: ['payments'] },
  stranger: { email: 'sam@example.com', name: 'Sam', role: 'engineer', teams: ['search'] },
} as const satisfies Record<string, Person>;

export async function addPeople(pool: Pool): Promise<void> {
  const password = await hashPassword(PASSWORD);
  await pool.query(`insert into team (id, name) values ('team_payments', 'payments'), ('team_search', 'search')`);
  for (const person of Object.values<Person>(PEOPLE)) await addPerson(pool, person, password);
}

async function addPerson(pool: Pool, person: Person, password: string): Promise<void> {
  const id = `user_${randomBytes(8).toString('hex')}`;
  await pool.query(`insert into app_user (id, name, email, email_verified, role) values ($1, $2, $3, true, $4)`, [
    id,
    person.name,
    person.email,
    person.role,
  ]);
  await pool.query(
    `insert into app_account (id, user_id, account_id, provider_id, password) values ($1, $2, $2, 'credential', $3)`,
    [`account_${id}`, id, password],
  );
  for (const team of person.teams) {
    await pool.query(`insert into app_team_member (user_id, team_id) values ($1, $2)`, [id, `team_${team}`]);
  }
}
