import type { GrantSample } from '../capacity/capacity-sample.ts';
import { charge, refillBalance } from '../capacity/cpu-quota.ts';
import type { EngineLimits } from './dispatcher-event.ts';
import { countUntil, type GrantUse } from './grant-meter.ts';
import type { Meter } from './meter.ts';

/** Sets apart what use cases do because of a grant from what their policies let them do anyway. */
export class GrantBook {
  readonly #uses = new Map<string, GrantUse>();

  /** Follows what grants lift now. To be called before jobs of it may start; costs nothing where no grant is in force. */
  look(meter: Meter, { lifts }: EngineLimits, heldCount: number, now: number): void {
    if (lifts === undefined && meter.grant === null) return;
    meter.grant ??= { cpu: null, concurrency: null, slots: new Map(), heldCount, countedAt: now };
    const { grant } = meter;
    countUntil(grant, now);
    const { cpuQuota, concurrency } = lifts ?? {};
    if (cpuQuota === undefined) grant.cpu = null;
    else {
      const { policy: perSecond, grantId } = cpuQuota;
      const balance = refillBalance(grant.cpu?.balance ?? meter.quota, perSecond, now);
      grant.cpu = { use: this.#useOf(grantId, meter), perSecond, balance };
    }
    if (concurrency !== undefined)
      grant.concurrency = { use: this.#useOf(concurrency.grantId, meter), limit: concurrency.policy };
    // What it let start runs on.
    else if (grant.heldCount <= (grant.concurrency?.limit ?? 0)) grant.concurrency = null;
    forgetIdle(meter);
  }

  /** Whether the policy's CPU quota lets these jobs start, which are then charged to it; else the use of the grant that does. */
  admit({ grant }: Meter, cpuMs: number): GrantUse | null {
    if (grant === null || grant.cpu === null) return null;
    if (grant.cpu.balance.cpuMs > 0) {
      grant.cpu.balance = charge(grant.cpu.balance, cpuMs);
      return null;
    }
    grant.cpu.use.leaseCount += 1;
    return grant.cpu.use;
  }

  /** A bundle took a slot. @param beyond for each of its leases what `admit` said */
  started({ grant }: Meter, { slot, now }: SlotMoment, beyond: readonly (GrantUse | null)[]): void {
    if (grant === null) return;
    countUntil(grant, now);
    grant.heldCount += 1;
    const count = beyond.filter((use) => use !== null).length;
    const use = beyond.find((each) => each !== null);
    if (use != null) grant.slots.set(slot, { use, part: count / beyond.length });
  }

  freed(meter: Meter, { slot, now }: SlotMoment): void {
    const { grant } = meter;
    if (grant === null) return;
    countUntil(grant, now);
    grant.heldCount -= 1;
    grant.slots.delete(slot);
  }

  /** What was used since the last sample, of grants of which anything was. */
  sample(meters: Iterable<Meter>, now: number): Omit<GrantSample, 'waits'>[] {
    if (this.#uses.size === 0) return [];
    for (const { grant } of meters) if (grant !== null) countUntil(grant, now);
    const samples: Omit<GrantSample, 'waits'>[] = [];
    for (const [id, use] of this.#uses) {
      const { grantId, useCaseNo, cpuMs, jobMs, slotMs, leaseCount } = use;
      if (cpuMs > 0 || jobMs > 0 || slotMs > 0) samples.push({ grantId, useCaseNo, cpuMs, jobMs, slotMs });
      else if (leaseCount === 0) this.#uses.delete(id);
      use.cpuMs = 0;
      use.jobMs = 0;
      use.slotMs = 0;
    }
    return samples;
  }

  #useOf(grantId: string, { useCaseNo }: Meter): GrantUse {
    const found = this.#uses.get(grantId);
    if (found !== undefined) return found;
    const use = { grantId, useCaseNo, cpuMs: 0, jobMs: 0, slotMs: 0, leaseCount: 0 };
    this.#uses.set(grantId, use);
    return use;
  }
}

interface SlotMoment {
  readonly slot: number;
  readonly now: number;
}

/** Sets right, or gives back, what was charged to the policy's CPU quota. */
export function chargePolicy({ grant }: Meter, cpuMs: number): void {
  if (grant?.cpu != null) grant.cpu.balance = charge(grant.cpu.balance, cpuMs);
}

function forgetIdle(meter: Meter): void {
  const { grant } = meter;
  if (grant !== null && grant.cpu === null && grant.concurrency === null && grant.slots.size === 0) meter.grant = null;
}
