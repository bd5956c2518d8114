import { createLoader, parseAsBoolean, parseAsString, parseAsStringLiteral } from 'nuqs/server';
import { JOB_LISTS } from '#features/jobs/job-lists.ts';
import { rangeParams } from '#features/range/range-params.ts';

const TABS = ['jobs', 'schedules', 'bursts', 'settings', 'changes', 'submit', 'lease'] as const;

export const useCaseParams = {
  tab: parseAsStringLiteral(TABS).withDefault('jobs'),
  jobs: parseAsStringLiteral(JOB_LISTS).withDefault('waiting'),
  /** Just registered: shows the way to the first job. */
  first: parseAsBoolean.withDefault(false),
  /** Opens the form that grants a burst; an alert may link here with the address of its incident. */
  grant: parseAsBoolean.withDefault(false),
  incident: parseAsString.withDefault(''),
};

export const loadUseCaseSearch = createLoader({ ...rangeParams, ...useCaseParams });
