/** Why a use case ($1, its number) waits, as the engines say that spoke within the last 5 s. */
export const readWaitStates = {
  name: 'read-wait-states',
  text: `
select engine_id, seen_at, gate, readings, head_available_at from wait_state
where use_case_no = $1 and seen_at > now_ms() - 5000 order by engine_id`,
};
