import { SCHEDULE_COLUMNS } from './schedule-columns.ts';

/** The schedules of a use case by name. $1 its number. Plan: the index of its unique names. */
export const listSchedules = {
  name: 'list-schedules',
  text: `
select ${SCHEDULE_COLUMNS} from schedule s join use_case u on u.id = s.use_case_id where u.no = $1 order by s.name`,
};
