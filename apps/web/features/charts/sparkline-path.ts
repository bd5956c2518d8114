/** An SVG path through the values, the largest at the top and zero at the bottom; a flat line on the ground where all are zero. */
export function sparklinePath(values: readonly number[], width: number, height: number): string {
  if (values.length === 0) return '';
  const largest = Math.max(1e-9, ...values);
  const stride = values.length === 1 ? 0 : (width - 2) / (values.length - 1);
  return values
    .map((value, index) => {
      const x = 1 + index * stride;
      const y = height - 1.5 - (Math.max(0, value) / largest) * (height - 3);
      return `${index === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`;
    })
    .join('');
}
