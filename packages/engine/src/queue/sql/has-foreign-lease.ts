/** Whether a program has leased a job; asked under its lock, in a statement of its own, so that nothing is missed. $1 key. */
export const hasForeignLease = {
  name: 'has-foreign-lease',
  text: 'select exists (select from foreign_lease where id = $1::uuid) as is_leased',
};
