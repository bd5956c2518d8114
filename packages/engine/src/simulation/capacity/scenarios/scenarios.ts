import { diurnal } from './diurnal.ts';
import { downstream } from './downstream.ts';
import { elephant } from './elephant.ts';
import { incident } from './incident.ts';
import { render } from './render.ts';
import type { Scenario } from './scenario.ts';
import { spike } from './spike.ts';
import { stall } from './stall.ts';

export const SCENARIOS: readonly Scenario[] = [elephant, stall, spike, diurnal, downstream, incident, render];
