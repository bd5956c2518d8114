import { createHash } from 'node:crypto';

/**
 * Renders the receipt of an order and signs it: short, urgent work.
 *
 * Payload: `{ "orderId": "A-1001", "lines": [{ "name": "Tea", "cents": 450 }] }`; `lines` may be left out.
 */
export default async function sendReceipt(payload: unknown): Promise<void> {
  const { orderId, lines } = readOrder(payload);
  const total = lines.reduce((sum, line) => sum + line.cents, 0);
  const rows = lines.map((line) => `${line.name.padEnd(40, '.')} ${(line.cents / 100).toFixed(2)}`);
  const text = [`Receipt ${orderId}`, ...rows, `Total ${(total / 100).toFixed(2)}`].join('\n');
  createHash('sha256').update(text).digest('hex');
}

interface Line {
  readonly name: string;
  readonly cents: number;
}

function readOrder(payload: unknown): { readonly orderId: string; readonly lines: readonly Line[] } {
  const { orderId, lines = [] } = (payload ?? {}) as { orderId?: unknown; lines?: unknown };
  if (typeof orderId !== 'string') throw new TypeError('orderId must be a text such as "A-1001"');
  if (!Array.isArray(lines)) throw new TypeError('lines must be a list of { "name", "cents" }');
  return { orderId, lines: lines.map(readLine) };
}

function readLine(line: Partial<Line> | null): Line {
  if (typeof line?.name === 'string' && typeof line.cents === 'number') return { name: line.name, cents: line.cents };
  throw new TypeError('each of lines must be { "name": "Tea", "cents": 450 }');
}
