/** Why a JSON value cannot be kept, or null. Postgres' `jsonb` refuses NUL and lone surrogates; deep nesting kills whoever serialises it later. */
export function findUnstorable(value: unknown, maxDepth: number): string | null {
  return inspect(value, maxDepth);
}

function inspect(value: unknown, depthLeft: number): string | null {
  if (typeof value === 'string') return inspectText(value);
  if (typeof value !== 'object' || value === null) return null;
  if (depthLeft === 0) return 'is nested too deeply';
  return Array.isArray(value) ? inspectItems(value, depthLeft) : inspectEntries(value, depthLeft);
}

function inspectText(text: string): string | null {
  if (text.includes('\u0000')) return 'contains a NUL character';
  return text.isWellFormed() ? null : 'contains half of a surrogate pair';
}

function inspectItems(items: readonly unknown[], depthLeft: number): string | null {
  for (const item of items) {
    const found = inspect(item, depthLeft - 1);
    if (found !== null) return found;
  }
  return null;
}

function inspectEntries(entries: object, depthLeft: number): string | null {
  for (const [key, item] of Object.entries(entries)) {
    const found = inspectText(key) ?? inspect(item, depthLeft - 1);
    if (found !== null) return found;
  }
  return null;
}

const ELLIPSIS = '…';

/** Makes any text storable: NUL and lone surrogates replaced, cut to `maxBytes` of UTF-8 at a character. */
export function cleanText(text: string, maxBytes: number): string {
  const clean = text.slice(0, maxBytes).toWellFormed().replaceAll('\u0000', '\ufffd');
  const bytes = new TextEncoder().encode(clean);
  if (bytes.length <= maxBytes && text.length <= maxBytes) return clean;
  const kept = new TextDecoder('utf-8', { fatal: false }).decode(bytes.slice(0, maxBytes - 8));
  return kept.replace(/\ufffd+$/, '') + ELLIPSIS;
}
