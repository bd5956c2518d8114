import type { Brand } from './brand.ts';

export type TeamId = Brand<string, 'TeamId'>;
export type UseCaseId = Brand<string, 'UseCaseId'>;
export type ApiKeyId = Brand<string, 'ApiKeyId'>;
export type CommandId = Brand<string, 'CommandId'>;
export type OperationId = Brand<string, 'OperationId'>;
export type ReplayId = Brand<string, 'ReplayId'>;
export type ScheduleId = Brand<string, 'ScheduleId'>;
export type DownstreamId = Brand<string, 'DownstreamId'>;
export type AlertId = Brand<string, 'AlertId'>;
export type WebhookId = Brand<string, 'WebhookId'>;
export type GrantId = Brand<string, 'GrantId'>;
export type IncidentModeId = Brand<string, 'IncidentModeId'>;

/** `prefix_` and 20 base-36 characters; `random` returns that many random bytes. */
function newId(prefix: string, random: (byteCount: number) => Uint8Array): string {
  const characters = Array.from(random(20), (byte) => (byte % 36).toString(36));
  return `${prefix}_${characters.join('')}`;
}

type RandomBytes = (byteCount: number) => Uint8Array;

export const newTeamId = (random: RandomBytes): TeamId => newId('team', random) as TeamId;
export const newUseCaseId = (random: RandomBytes): UseCaseId => newId('uc', random) as UseCaseId;
export const newApiKeyId = (random: RandomBytes): ApiKeyId => newId('key', random) as ApiKeyId;
export const newReplayId = (random: RandomBytes): ReplayId => newId('replay', random) as ReplayId;
export const newScheduleId = (random: RandomBytes): ScheduleId => newId('sch', random) as ScheduleId;
export const newCommandId = (random: RandomBytes): CommandId => newId('cmd', random) as CommandId;
export const newOperationId = (random: RandomBytes): OperationId => newId('op', random) as OperationId;
export const newDownstreamId = (random: RandomBytes): DownstreamId => newId('ds', random) as DownstreamId;
export const newGrantId = (random: RandomBytes): GrantId => newId('grant', random) as GrantId;
export const newIncidentModeId = (random: RandomBytes): IncidentModeId => newId('im', random) as IncidentModeId;
export const newAlertId = (random: RandomBytes): AlertId => newId('alert', random) as AlertId;
export const newWebhookId = (random: RandomBytes): WebhookId => newId('hook', random) as WebhookId;
