import type { LeasableUseCase } from '../queue/foreign-leases.ts';
import type { QueueRef } from '../queue/queued-job.ts';
import type { WaitingCall } from './waiting-call.ts';

/** Calls that found nothing and wait for a job, oldest first per use case. */
export class ParkedCalls {
  readonly #byUseCase = new Map<number, Set<WaitingCall>>();
  readonly #calls = new Set<WaitingCall>();

  get size(): number {
    return this.#calls.size;
  }

  add(call: WaitingCall): void {
    this.#calls.add(call);
    for (const { no } of call.call.useCases) {
      const calls = this.#byUseCase.get(no) ?? new Set();
      this.#byUseCase.set(no, calls.add(call));
    }
  }

  /** False where it is not parked. */
  remove(call: WaitingCall): boolean {
    if (!this.#calls.delete(call)) return false;
    for (const { no } of call.call.useCases) {
      const calls = this.#byUseCase.get(no);
      calls?.delete(call);
      if (calls?.size === 0) this.#byUseCase.delete(no);
    }
    return true;
  }

  /** Takes out the oldest calls for a use case, as many as `jobCount` jobs can serve. */
  take(useCaseNo: number, jobCount: number): WaitingCall[] {
    const taken: WaitingCall[] = [];
    let served = 0;
    for (const call of [...(this.#byUseCase.get(useCaseNo) ?? [])]) {
      if (served >= jobCount) break;
      served += call.call.count;
      this.remove(call);
      taken.push(call);
    }
    return taken;
  }

  takeAll(): WaitingCall[] {
    const calls = [...this.#calls];
    for (const call of calls) this.remove(call);
    return calls;
  }

  useCases(): LeasableUseCase[] {
    const useCases = new Map<number, LeasableUseCase>();
    for (const { call } of this.#calls) for (const useCase of call.useCases) useCases.set(useCase.no, useCase);
    return [...useCases.values()];
  }

  /** What they wait for, each queue once. */
  queues(): QueueRef[] {
    const queues = new Map<number, QueueRef>();
    for (const { queues: own } of this.#calls)
      for (const queue of own) queues.set(queue.shard * 2 ** 24 + queue.useCaseNo, queue);
    return [...queues.values()];
  }
}
