/**
 * Whose turn it is to look: the first to ask when the last look is $2 ms old. Two that ask at once wait for each other's row
 * lock, and the second finds a fresh look. $1 kind.
 */
export const takeTurn = {
  name: 'take-turn',
  text: `
with turn as (
  update alarm set looked_at = now_ms() where kind = $1 and looked_at <= now_ms() - $2::bigint returning 1
)
select value, raised_at, exists (select from turn) as is_turn, now_ms() as now from alarm where kind = $1`,
};
