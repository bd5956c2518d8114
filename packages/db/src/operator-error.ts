/** A failure that the person at the terminal can do something about: its message is one line that ends with the remedy. */
export class OperatorError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'OperatorError';
  }
}
