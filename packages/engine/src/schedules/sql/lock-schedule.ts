import { SCHEDULE_COLUMNS } from './schedule-columns.ts';

/** One schedule, kept from engines that would fire it until the transaction ends. $1 number of its use case, $2 name. Plan: one entry of the index of names. */
export const lockSchedule = {
  name: 'lock-schedule',
  text: `
select ${SCHEDULE_COLUMNS} from schedule s join use_case u on u.id = s.use_case_id
where u.no = $1 and s.name = $2 for update of s`,
};
