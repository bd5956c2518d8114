import type { IncidentModeView } from '@leeway/domain/capacity-views';
import type { IncidentModeExtension } from '@leeway/domain/incident-mode';
import { LIMITS } from '@leeway/domain/limits';
import { HOUR_MS } from '@leeway/domain/units';
import type { Call } from '../api/context.ts';
import { invalidField } from '../api/invalid-field.ts';
import { changeActiveMode } from './change-active-mode.ts';

/** Moves the end; INVALID_INPUT on `byMs` where that would be too far from now. */
export function extendIncidentMode(
  call: Call,
  { byMs, ...extension }: IncidentModeExtension,
): Promise<IncidentModeView> {
  return changeActiveMode(call, {
    ...extension,
    action: 'incidentMode.extend',
    decide: ({ endsAt }, now) => {
      const until = endsAt.getTime() + byMs;
      if (until > now.getTime() + LIMITS.incidentModeMs.max)
        throw invalidField(
          'byMs',
          `It ends within ${LIMITS.incidentModeMs.max / HOUR_MS} hours of now: extend it again later`,
        );
      return { endsAt: new Date(until) };
    },
  });
}
