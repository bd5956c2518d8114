import recordStart from './record-start.ts';

/** Tells when it started where it is asked to; what only makes load does nothing. */
export default function recordOrNothing(payload: object): void {
  if ('dueMs' in payload) recordStart(payload as Parameters<typeof recordStart>[0]);
}
