import { earliestKeyFrom, type JobKey, type PlacePrefix, placePrefixOf } from '@leeway/domain/job-id';

/** Bytes that name a queue and the deadline of its earliest new job: 21 hex digits and one to fill up. */
const ENTRY_BYTES = 11;
/** Of one notification: Postgres takes payloads below 8,000 bytes, and base64 makes four of three. */
const ENTRIES_PER_PAYLOAD = 500;
/** Queues that are named one by one; news of more says only that there is some. */
export const MAX_NEWS = 4_000;
/** Says that there are jobs, and not where. */
const ANYWHERE = '';
const QUEUE_DIGITS = 10;

/** What was committed since the last notification: of each queue the earliest deadline. */
export class QueueNews {
  readonly #earliest = new Map<string, PlacePrefix>();
  #isAnywhere = false;

  add(key: JobKey): void {
    if (this.#isAnywhere) return;
    const prefix = placePrefixOf(key);
    const queue = prefix.slice(0, QUEUE_DIGITS);
    const known = this.#earliest.get(queue);
    if (known === undefined || prefix < known) this.#earliest.set(queue, prefix);
    if (this.#earliest.size > MAX_NEWS) this.addAnywhere();
  }

  addAnywhere(): void {
    this.#isAnywhere = true;
    this.#earliest.clear();
  }

  /** Payloads that tell it all; empties it. */
  take(): string[] {
    const prefixes = [...this.#earliest.values()];
    this.#earliest.clear();
    if (this.#isAnywhere) {
      this.#isAnywhere = false;
      return [ANYWHERE];
    }
    const payloads: string[] = [];
    for (let from = 0; from < prefixes.length; from += ENTRIES_PER_PAYLOAD)
      payloads.push(toPayload(prefixes.slice(from, from + ENTRIES_PER_PAYLOAD)));
    return payloads;
  }
}

function toPayload(prefixes: readonly PlacePrefix[]): string {
  return Buffer.from(prefixes.map((prefix) => `${prefix}0`).join(''), 'hex').toString('base64');
}

/** Of each queue with new jobs the lowest key that one of them can have; null: they may be anywhere. */
export function readNews(payload: string): JobKey[] | null {
  const bytes = Buffer.from(payload, 'base64');
  if (bytes.length === 0 || bytes.length % ENTRY_BYTES !== 0) return null;
  return Array.from({ length: bytes.length / ENTRY_BYTES }, (_, index) =>
    earliestKeyFrom(bytes.toString('hex', index * ENTRY_BYTES, (index + 1) * ENTRY_BYTES).slice(0, -1) as PlacePrefix),
  );
}
