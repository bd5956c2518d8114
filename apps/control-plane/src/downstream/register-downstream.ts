import type { Transaction } from '@leeway/db/prisma';
import type { DownstreamView } from '@leeway/domain/capacity-views';
import type { DownstreamRegistration } from '@leeway/domain/downstream';
import { newDownstreamId } from '@leeway/domain/ids';
import type { Call } from '../api/context.ts';
import { invalidField, isNameTaken } from '../api/invalid-field.ts';
import { recordAudit } from '../audit/record-audit.ts';
import { DOWNSTREAM_PARTS, downstreamPolicyOf, viewDownstream } from './view-downstream.ts';

/** Adds a downstream; a taken name or an unknown team is INVALID_INPUT on that field. */
export async function registerDownstream(call: Call, registration: DownstreamRegistration): Promise<DownstreamView> {
  try {
    return await call.services.prisma.$transaction((transaction) => insert(transaction, call, registration));
  } catch (error) {
    throw isNameTaken(error) ? invalidField('name', `There is already a downstream ${registration.name}`) : error;
  }
}

async function insert(
  transaction: Transaction,
  call: Call,
  { team: teamName, ...policy }: DownstreamRegistration,
): Promise<DownstreamView> {
  const team = await transaction.team.findUnique({ where: { name: teamName } });
  if (team === null) throw invalidField('team', `There is no team ${teamName}`);
  const row = await transaction.downstream.create({
    data: { ...policy, id: newDownstreamId(call.services.random), teamId: team.id },
    include: DOWNSTREAM_PARTS,
  });
  await recordAudit(transaction, call.actor, {
    action: 'downstream.register',
    object: { type: 'downstream', id: row.id, name: row.name },
    teamId: team.id,
    before: null,
    after: { team: team.name, ...downstreamPolicyOf(row) },
  });
  return viewDownstream(row, null);
}
