/** What there is to be alarmed about now. */
export const readAlarms = {
  name: 'read-alarms',
  text: 'select kind, looked_at, raised_at, detail from alarm where raised_at is not null order by raised_at, kind',
};
