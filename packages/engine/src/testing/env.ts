/** How often calls to the store fail in this test run, by which seed; null: never. `LEEWAY_TEST_STORE_FAULTS=0.05:42` */
export function readStoreFaults(): { readonly rate: number; readonly seed: number } | null {
  const text = process.env.LEEWAY_TEST_STORE_FAULTS;
  if (!text) return null;
  const [rate, seed] = text.split(':').map(Number);
  return { rate: rate ?? 0, seed: seed ?? 0 };
}

/** For an engine in a process of its own. */
export function storeFaultsEnv(): Record<string, string> {
  const text = process.env.LEEWAY_TEST_STORE_FAULTS;
  return text ? { LEEWAY_TEST_STORE_FAULTS: text } : {};
}
