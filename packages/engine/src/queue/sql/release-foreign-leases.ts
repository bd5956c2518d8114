/** Gives leases back whose holder never heard of them: the jobs wait again, with the same attempt. $1 jobs (ascending), $2 tokens. */
export const releaseForeignLeases = {
  name: 'release-foreign-leases',
  text: `
delete from foreign_lease l using unnest($1::uuid[], $2::uuid[]) as a(id, token)
where l.id = a.id and l.token = a.token
returning l.id as key`,
};
