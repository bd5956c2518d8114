import { GrantAmount } from '@leeway/domain/burst-grant';
import { formatCpuQuota, formatJobRate, formatJobs } from '#features/capacity/format-limits.ts';
import { formatDuration } from '#lib/format/duration.ts';

/** What a field without a value is called. */
export const NOTHING = 'none';

/** Fields whose null is no limit. */
const LIMIT_FORMATS: Readonly<Record<string, (value: number | null) => string>> = {
  cpuQuotaMsPerSecond: formatCpuQuota,
  concurrencyLimit: formatJobs,
  concurrencyKeyLimit: formatJobs,
  rateLimitPerSecond: formatJobRate,
  rateLimitBurst: formatJobs,
  maxPerSecond: formatJobRate,
};

/** What a grant gives instead of a limit. */
const GRANT_FORMATS: Readonly<Record<string, (value: number) => string>> = {
  cpuQuota: formatCpuQuota,
  rateLimit: formatJobRate,
  concurrency: formatJobs,
};

/** Values that the store keeps by a name of its own. */
const VALUE_TEXT: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  trafficClass: { majorEvent: 'major event' },
  runtime: { process: 'Leeway', remote: 'Your own programs' },
};

/** A field's value with its unit; what has none on screen is shown as it is kept. */
export function formatField(field: string, value: unknown): string {
  const formatLimit = LIMIT_FORMATS[field];
  if (formatLimit !== undefined && (value === null || typeof value === 'number')) return formatLimit(value);
  if (value === null || value === undefined) return NOTHING;
  if (typeof value === 'number') return formatNumber(field, value);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'object') return formatParts(field, value);
  if (value === '') return 'empty';
  const text = VALUE_TEXT[field]?.[String(value)];
  if (text !== undefined) return text;
  return field.endsWith('At') ? formatIso(String(value)) : String(value);
}

function formatNumber(field: string, value: number): string {
  if (field.endsWith('Ms')) return formatDuration(value);
  if (field.endsWith('Mb')) return `${value} MiB`;
  if (/(?:From|To)$/.test(field)) return new Date(value).toISOString();
  return field.endsWith('Kb') ? `${value} KiB` : String(value);
}

function formatParts(field: string, value: object): string {
  if (Array.isArray(value)) return value.length === 0 ? NOTHING : value.join(', ');
  const amount = GrantAmount.safeParse(value).data;
  if (amount === undefined) return JSON.stringify(value);
  if ('factor' in amount) return `×${amount.factor}`;
  return GRANT_FORMATS[field]?.(amount.absolute) ?? String(amount.absolute);
}

/** `2026-11-21 09:38:54 UTC`: an instant as the log keeps it, to the second. */
function formatIso(text: string): string {
  const [, day, time] = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.\d+)?Z$/.exec(text) ?? [];
  return day === undefined ? text : `${day} ${time} UTC`;
}
