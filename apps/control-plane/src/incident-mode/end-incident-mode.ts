import type { IncidentModeView } from '@leeway/domain/capacity-views';
import type { IncidentModeEnding } from '@leeway/domain/incident-mode';
import type { Call } from '../api/context.ts';
import { changeActiveMode } from './change-active-mode.ts';

/** Ends it now; what waited starts again, slowly at first. */
export function endIncidentMode(call: Call, ending: IncidentModeEnding): Promise<IncidentModeView> {
  return changeActiveMode(call, { ...ending, action: 'incidentMode.end', decide: (_mode, now) => ({ endedAt: now }) });
}
