/** Does nothing. */
export default function noop(): void {}
