/** The option of a team field that means all of them. */
export const EVERY_TEAM = '*';

/** What a team field's value means to the control plane: null for every team. */
export function chosenTeam(value: string): string | null {
  return value === EVERY_TEAM ? null : value;
}
