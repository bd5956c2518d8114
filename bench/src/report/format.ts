/** 1234567.8 as `1,234,568`; small numbers with two decimals. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return '–';
  return value >= 100 ? Math.round(value).toLocaleString('en-US') : value.toFixed(2);
}

export function formatTimes(value: number): string {
  return Number.isFinite(value) ? `${value.toFixed(value >= 10 ? 0 : 2)}×` : '–';
}

export function formatShare(value: number): string {
  return `${Math.round(value * 100)} %`;
}
