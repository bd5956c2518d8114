import type { CancelVerdict } from './protocol.ts';
import type { JobContext } from './run-job.ts';

/** Which jobs of the bundle in hand are not wanted any more. */
export class JobCancels {
  readonly #unwanted = new Set<number>();
  /** Position of the next job; the one before runs, or has run. */
  #next = 0;
  #running: JobContext | null = null;

  /** The next job's turn; false where it is to be passed over. */
  begin(context: JobContext): boolean {
    const isWanted = this.#unwanted.size === 0 || !this.#unwanted.has(this.#next);
    this.#next += 1;
    this.#running = isWanted ? context : null;
    return isWanted;
  }

  end(): void {
    this.#running = null;
  }

  cancel(position: number, reason: string): CancelVerdict {
    if (position >= this.#next) {
      this.#unwanted.add(position);
      return 'skipped';
    }
    if (position < this.#next - 1 || this.#running === null) return 'ended';
    this.#running.cancel(reason);
    return 'signalled';
  }
}
