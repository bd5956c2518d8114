import { diurnal } from './diurnal.ts';
import { elephant } from './elephant.ts';
import { incident } from './incident.ts';
import type { Scenario } from './scenario.ts';
import { spike } from './spike.ts';

export const SCENARIOS: readonly Scenario[] = [elephant, spike, diurnal, incident];
