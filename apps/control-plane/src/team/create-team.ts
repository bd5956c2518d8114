import { newTeamId } from '@leeway/domain/ids';
import { TeamName } from '@leeway/domain/team';
import type { TeamView } from '@leeway/domain/views';
import { z } from 'zod';
import type { Call } from '../api/context.ts';
import { invalidField, isNameTaken } from '../api/invalid-field.ts';
import { recordAudit } from '../audit/record-audit.ts';

export const TeamCreation = z.strictObject({ name: TeamName });

export async function createTeam(call: Call, { name }: z.infer<typeof TeamCreation>): Promise<TeamView> {
  const id = newTeamId(call.services.random);
  try {
    await call.services.prisma.$transaction(async (transaction) => {
      await transaction.team.create({ data: { id, name } });
      await recordAudit(transaction, call.actor, {
        action: 'team.create',
        object: { type: 'team', id, name },
        teamId: id,
        before: null,
        after: { name },
      });
    });
  } catch (error) {
    throw isNameTaken(error) ? invalidField('name', `There is already a team ${name}`) : error;
  }
  return { id, name, useCaseCount: 0 };
}
