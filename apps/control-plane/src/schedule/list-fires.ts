import { type JobKey, toJobId } from '@leeway/domain/job-id';
import type { ScheduleQuery } from '@leeway/domain/schedule';
import type { ScheduleFireView } from '@leeway/domain/views';
import type { z } from 'zod';
import type { Call } from '../api/context.ts';
import { readSchedule } from './view-schedule.ts';

/** The last fires of a schedule, newest first; engines keep some fifty of each. */
export async function listFires(
  { services: { prisma } }: Call,
  { id }: z.infer<typeof ScheduleQuery>,
): Promise<ScheduleFireView[]> {
  await readSchedule(prisma, id);
  const rows = await prisma.scheduleFire.findMany({ where: { scheduleId: id }, orderBy: { no: 'desc' } });
  return rows.map((row) => ({
    no: Number(row.no),
    fireAt: Number(row.fireAt),
    decidedAt: Number(row.decidedAt),
    jobId: row.jobId === null ? null : toJobId(row.jobId as JobKey),
    instantCount: row.instantCount,
  }));
}
