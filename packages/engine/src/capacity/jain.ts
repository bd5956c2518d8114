/** Jain's fairness index (Jain, Chiu and Hawe, 1984): (Σx)² / (n Σx²), 1 where all are equal, 1/n where one has all. */
export function jainIndex(values: readonly number[]): number {
  const sum = values.reduce((total, value) => total + value, 0);
  const squares = values.reduce((total, value) => total + value * value, 0);
  return squares === 0 ? 1 : (sum * sum) / (values.length * squares);
}
