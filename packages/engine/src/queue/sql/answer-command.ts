import { SHARD_FENCE } from './shard-fence.ts';

/**
 * Tells the asker, while the caller owns the shard: what a former owner has done in its memory is worth nothing. $1 owner,
 * $2 shard, $3 epoch, $4 command, $5 what, $6 whether it is over. Returns no row where the shard is another's.
 */
export const answerCommand = {
  name: 'answer-command',
  text: `
with ${SHARD_FENCE}
update job_command set result = $5::jsonb, ended_at = case when $6 then now_ms() end
where id = $4 and ended_at is null and exists (select from held)
returning id`,
};
