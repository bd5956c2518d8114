/** A failure that the person at the terminal can act on: its message is printed as it is, without a stack. */
export class SimulationError extends Error {
  override readonly name = 'SimulationError';
}
