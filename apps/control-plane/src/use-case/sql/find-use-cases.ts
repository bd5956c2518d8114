/**
 * Use cases whose name or team holds $1 (lower case), those whose name begins with it first; $2 at most. A scan of the registry:
 * a few milliseconds at ten thousand.
 */
export const findUseCases = {
  name: 'find-use-cases',
  text: `
select u.name, t.name as team from use_case u join team t on t.id = u.team_id
where strpos(u.name, $1) > 0 or strpos(lower(t.name), $1) > 0
order by case when starts_with(u.name, $1) then 0 when strpos(u.name, $1) > 0 then 1 else 2 end, u.name limit $2`,
};
