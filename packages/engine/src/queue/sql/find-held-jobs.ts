/** Which of some jobs are still there with the attempt asked, in shards that the caller still owns. $1 owner, $2 shards, $3 epochs, $4 ids, $5 attempts, $6 how many jobs each row holds. */
export const findHeldJobs = {
  name: 'find-held-jobs',
  text: `
with held as (
  select l.shard from shard_lease l join unnest($2::smallint[], $3::integer[]) as f(shard, epoch)
    on l.shard = f.shard and l.epoch = f.epoch
  where l.owner = $1
)
select j.id as key from unnest($4::uuid[], $5::smallint[], $6::smallint[]) as a(id, attempt, job_count)
join job j on j.id = a.id and j.attempt = a.attempt and j.job_count = a.job_count
where job_shard(j.id) in (select shard from held)`,
};
