/** Incident modes that have not ended: the highest floor holds. */
export const loadIncidentModes = {
  name: 'load-incident-modes',
  text: `
select id, criticality_floor, (extract(epoch from started_at) * 1000)::bigint as started_at,
  (extract(epoch from ends_at) * 1000)::bigint as ends_at
from incident_mode where ended_at is null and ends_at > now()`,
};
