/** How much is registered. */
export const readTierSize = {
  name: 'read-tier-size',
  text: `
select (select count(*) from use_case)::float8 as use_case_count, (select count(*) from team)::float8 as team_count`,
};
