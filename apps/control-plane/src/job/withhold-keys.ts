import type { WaitReason } from '@leeway/domain/wait-reason';

/** The reason without names of concurrency keys: like payloads, they may say who a team's customers are. */
export function withholdKeys<Reason extends WaitReason>(reason: Reason): Reason {
  return { ...reason, readings: reason.readings.map(({ keys: _keys, ...reading }) => reading) };
}
