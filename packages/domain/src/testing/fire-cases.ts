import type { FireSets } from './fire-oracle.ts';

/** Changes of an hour, of half an hour, of two; at midnight, at odd offsets, several a year, none; across the date line. */
export const ZONES = [
  'UTC',
  'Europe/Berlin',
  'Europe/London',
  'Europe/Dublin',
  'America/New_York',
  'America/Los_Angeles',
  'America/St_Johns',
  'America/Havana',
  'America/Santiago',
  'America/Nuuk',
  'Africa/Casablanca',
  'Africa/Cairo',
  'Asia/Beirut',
  'Asia/Tehran',
  'Asia/Kolkata',
  'Asia/Gaza',
  'Australia/Lord_Howe',
  'Australia/Adelaide',
  'Pacific/Chatham',
  'Antarctica/Troll',
] as const;

export const TEN_YEARS = { from: Date.UTC(2020, 0, 1), to: Date.UTC(2030, 0, 1) };

const every: FireSets = { seconds: [0], minutes: [0], hours: null, days: null, months: null, weekdays: null };
const steps = (step: number) => Array.from({ length: 60 / step }, (_, index) => index * step);

/** What people write, and what lies on the changes. */
export const FIRE_SETS: readonly FireSets[] = [
  { ...every, hours: [2], minutes: [30] },
  { ...every, hours: [0] },
  { ...every, hours: [0, 1, 2, 3], minutes: [0, 30] },
  { ...every, hours: [1], minutes: steps(5) },
  { ...every, hours: [23], minutes: [59], seconds: [59] },
  { ...every, hours: [3], weekdays: [0] },
  { ...every, hours: [2], days: [1, 15], weekdays: [0, 5] },
  { ...every, hours: [2], days: [29], months: [2, 3] },
  every,
  { ...every, minutes: [30] },
  { ...every, minutes: steps(15), seconds: [0, 30] },
  { ...every, minutes: [1], days: [25, 26, 27, 28, 29, 30, 31], months: [3, 10] },
];
