/** What came of a call: $1 delivery, $2 delivered at (null: not), $3 next attempt (null: none), $4 error (null: none). */
export const endDelivery = {
  name: 'end-delivery',
  text: 'update alert_delivery set delivered_at = $2::bigint, next_at = $3::bigint, last_error = $4 where id = $1',
};
