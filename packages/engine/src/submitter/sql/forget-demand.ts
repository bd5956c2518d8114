/** What nobody reads any more, and what this engine ($1) said: others take up its parts at once when it stops in order. */
export const forgetDemand = {
  name: 'forget-demand',
  text: 'delete from rate_demand where engine_id = $1 or seen_at < now_ms() - 60000',
};
