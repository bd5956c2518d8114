import { expect, it } from 'vitest';
import { decideScheduleState } from './decide-schedule-state.ts';

const NOW = Date.UTC(2026, 0, 31, 12);

it.each([
  [{ isPaused: false, nextFireAt: NOW + 1 }, 'active'],
  [{ isPaused: false, nextFireAt: NOW - 30_000 }, 'active'],
  [{ isPaused: false, nextFireAt: NOW - 61_000 }, 'overdue'],
  [{ isPaused: false, nextFireAt: null }, 'ended'],
  [{ isPaused: true, nextFireAt: null }, 'paused'],
])('%o is %s', (schedule, state) => expect(decideScheduleState(schedule, NOW)).toBe(state));
