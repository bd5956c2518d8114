/** The highest floor of the incident modes in force; no row: none. A few rows, by index on their ends. */
export const readCriticalityFloor = {
  name: 'read-criticality-floor',
  text: `
select criticality_floor from incident_mode where ended_at is null and ends_at > now()
order by array_position(array['critical', 'high', 'normal'], criticality_floor) limit 1`,
};
