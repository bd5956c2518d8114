/** What was summed up of the minute $1 already is summed up again. */
export const lowerSharingMark = {
  name: 'lower-sharing-mark',
  text: `select lower_rollup_mark('sharing', $1::bigint)`,
};
