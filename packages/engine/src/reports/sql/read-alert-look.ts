/** When an engine last judged the alert rules; 0: never. */
export const readAlertLook = {
  name: 'read-alert-look',
  text: `select looked_at from alarm where kind = 'alertRules'`,
};
