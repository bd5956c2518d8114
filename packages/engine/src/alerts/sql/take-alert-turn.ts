/** Whose turn it is to look: the first to ask when the last look ($1 its kind) is $2 ms old; others get no row. */
export const takeAlertTurn = {
  name: 'take-alert-turn',
  text: 'update alarm set looked_at = now_ms() where kind = $1 and looked_at <= now_ms() - $2::bigint returning now_ms() as now',
};
