/** The settings without which a confirmed commit can be lost in a crash, and how many shards there are. */
export const readDurability = {
  name: 'read-durability',
  text: `
select current_setting('fsync') as fsync, current_setting('full_page_writes') as full_page_writes,
  current_setting('synchronous_commit') as synchronous_commit, (select count(*) from shard_lease) as shard_count`,
};
