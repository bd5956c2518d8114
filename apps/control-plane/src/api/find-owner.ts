import { parseJobId } from '@leeway/domain/job-id';
import { LeewayError } from '@leeway/domain/problem';
import { getOperation } from '@leeway/engine/reports/read-operations';
import { readWebhook } from '../alert/read-webhook.ts';
import { readDownstream } from '../downstream/view-downstream.ts';
import { readGrant } from '../grant/view-grant.ts';
import { findUseCaseOfJob } from '../job/find-use-case-of-job.ts';
import { readSchedule } from '../schedule/view-schedule.ts';
import { getTeamOf } from '../use-case/get-team-of.ts';
import type { OwnedBy } from './access-table.ts';
import type { Services } from './context.ts';
import { invalidField } from './invalid-field.ts';

/** Team name that owns what the input names, null for what belongs to no team; a LeewayError where there is no such thing. */
export async function findOwner(services: Services, ownedBy: OwnedBy, input: unknown): Promise<string | null> {
  if (ownedBy === 'team') return ownerNamed(services, field(input, 'team'));
  if (ownedBy === 'useCase') return getTeamOf(services, text(input, 'name'));
  if (ownedBy === 'downstream') return ownerOfDownstream(services, text(input, 'name'));
  if (ownedBy === 'receivingUseCase') return getTeamOf(services, text(input, 'useCase'));
  return ownerById(services, ownedBy, text(input, 'id'));
}

function ownerById(services: Services, ownedBy: OwnedBy, id: string): Promise<string | null> {
  if (ownedBy === 'schedule') return ownerOfSchedule(services, id);
  if (ownedBy === 'grant') return ownerOfGrant(services, id);
  if (ownedBy === 'webhook') return ownerOfWebhook(services, id);
  if (ownedBy === 'job') return ownerOfJob(services, id);
  if (ownedBy === 'operation') return ownerOfOperation(services, id);
  return ownerOfApiKey(services, id);
}

async function ownerOfJob(services: Services, id: string): Promise<string> {
  const key = parseJobId(id);
  if (key === null) throw invalidField('id', 'A job id is job_ and 32 hexadecimal digits');
  return (await findUseCaseOfJob(services, key)).team.name;
}

async function ownerOfOperation({ prisma, pool }: Services, id: string): Promise<string> {
  const { teamId } = await getOperation(pool, id);
  return (await prisma.team.findUniqueOrThrow({ where: { id: teamId } })).name;
}

async function ownerOfSchedule({ prisma }: Services, id: string): Promise<string> {
  return (await readSchedule(prisma, id)).useCase.team.name;
}

async function ownerOfGrant({ prisma }: Services, id: string): Promise<string> {
  return (await readGrant(prisma, id)).useCase.team.name;
}

async function ownerOfWebhook({ prisma }: Services, id: string): Promise<string | null> {
  return (await readWebhook(prisma, id)).team?.name ?? null;
}

async function ownerOfDownstream({ prisma }: Services, name: string): Promise<string> {
  return (await readDownstream(prisma, name)).team.name;
}

async function ownerNamed({ prisma }: Services, team: unknown): Promise<string | null> {
  if (team === null) return null;
  const name = expectText(team, 'team');
  if ((await prisma.team.count({ where: { name } })) === 0) throw invalidField('team', `There is no team ${name}`);
  return name;
}

async function ownerOfApiKey({ prisma }: Services, id: string): Promise<string | null> {
  const apiKey = await prisma.apiKey.findUnique({ where: { id }, select: { team: { select: { name: true } } } });
  if (apiKey === null) throw new LeewayError('NOT_FOUND', `There is no API key ${id}`);
  return apiKey.team?.name ?? null;
}

function field(input: unknown, name: string): unknown {
  return typeof input === 'object' && input !== null && Object.hasOwn(input, name)
    ? (input as Record<string, unknown>)[name]
    : undefined;
}

function text(input: unknown, name: string): string {
  return expectText(field(input, name), name);
}

const LONGEST_NAME = 200;

function expectText(value: unknown, name: string): string {
  if (typeof value !== 'string') throw invalidField(name, 'Must be a text');
  if (value.length > LONGEST_NAME || value.includes('\u0000') || !value.isWellFormed()) {
    throw invalidField(name, 'Contains characters that cannot be stored, or is too long');
  }
  return value;
}
