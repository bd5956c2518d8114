import { LIMITS } from '@leeway/domain/limits';
import { LeewayError } from '@leeway/domain/problem';
import type { WaitingCall } from './waiting-call.ts';

/** The calls that are not answered yet, counted by key. */
export class OpenCalls {
  readonly #calls = new Set<WaitingCall>();
  readonly #byHolder = new Map<string, number>();

  get size(): number {
    return this.#calls.size;
  }

  /** Throws OVERLOADED where this engine, or this key, has as many as it may. */
  refuseTooMany(holder: string): void {
    const ofKey = this.#byHolder.get(holder) ?? 0;
    if (ofKey >= LIMITS.waitingLeaseCallsPerKey) throw tooMany('Too many lease calls with this key wait here');
    if (this.#calls.size >= LIMITS.waitingLeaseCalls) throw tooMany('Too many lease calls wait here');
  }

  add(call: WaitingCall): void {
    this.#calls.add(call);
    this.#byHolder.set(call.call.holder, (this.#byHolder.get(call.call.holder) ?? 0) + 1);
  }

  remove(call: WaitingCall): void {
    if (!this.#calls.delete(call)) return;
    const left = (this.#byHolder.get(call.call.holder) ?? 0) - 1;
    if (left > 0) this.#byHolder.set(call.call.holder, left);
    else this.#byHolder.delete(call.call.holder);
  }
}

function tooMany(detail: string): LeewayError {
  return new LeewayError('OVERLOADED', detail, { retryAfterMs: 1_000 });
}
