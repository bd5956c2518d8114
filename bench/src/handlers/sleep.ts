interface SleepPayload {
  readonly sleepMs: number;
}

/** Waits, as a handler does that calls a slow service. */
export default function sleep({ sleepMs }: SleepPayload): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, sleepMs));
}
