/**
 * A field says what is wrong when it is left, but only after the press that left it has ended: a message that appears
 * between press and release moves the page under the pointer, and the click is lost.
 */
export const VALIDATION_MODE = { mode: 'onTouched', delayError: 400 } as const;
