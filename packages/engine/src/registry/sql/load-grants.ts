/** The burst grants that have not ended, planned ones too: each engine puts them in force and ends them by the store's clock. */
export const loadGrants = {
  name: 'load-grants',
  text: `
select grant_.id, use_case.no as use_case_no, amounts, (extract(epoch from starts_at) * 1000)::bigint as starts_at,
  (extract(epoch from ends_at) * 1000)::bigint as ends_at
from burst_grant as grant_ join use_case on use_case.id = grant_.use_case_id
where ended_at is null and ends_at > now()`,
};
