/** The keys that may still be used; the secret itself is not stored anywhere. */
export const loadApiKeys = {
  name: 'load-api-keys',
  text: `
select id, name, team_id, encode(secret_hash, 'hex') as secret_hash, (extract(epoch from expires_at) * 1000)::bigint as expires_at,
  rate_limit_per_second, rate_limit_burst
from api_key where revoked_at is null and expires_at > now()`,
};
