import { describe, expect, it } from 'vitest';
import { Slots, SPARE_FOR_MS } from './slots.ts';

function slotsWith(count: number): Slots {
  const slots = new Slots();
  for (let slot = 0; slot < count; slot++) slots.free(slot, 0);
  return slots;
}

describe('Slots', () => {
  it('the last of four is not for a use case that holds one and stays long, while another comes', () => {
    const slots = slotsWith(4);
    slots.take(2, 64, 0);
    slots.free(0, 64);
    for (let taken = 0; taken < 3; taken++) {
      expect(slots.mayTake(1, 50, 0)).toBe(true);
      slots.take(1, 64, 0);
    }
    expect([slots.mayTake(1, 50, 0), slots.mayTake(1, undefined, 0)]).toEqual([false, false]);
    expect([slots.mayTake(1, 1, 0), slots.mayTake(2, 50, 0), slots.mayTake(2, undefined, 0)]).toEqual([
      true,
      true,
      true,
    ]);
    slots.take(2, 64, 0);
    expect(slots.mayTake(3, 1, 0)).toBe(false);
    slots.free(0, 64);
    slots.free(1, 64);
    expect(slots.mayTake(1, 50, 0)).toBe(true);
  });

  it('keeps none back for nobody: alone for a minute, a use case has the whole pool', () => {
    const slots = slotsWith(4);
    for (let taken = 0; taken < 3; taken++) slots.take(1, 64, 0);
    expect(slots.mayTake(1, 50, 0)).toBe(true);
    slots.take(2, 64, 0);
    slots.free(3, 64);
    expect(slots.mayTake(1, 50, SPARE_FOR_MS - 1)).toBe(false);
    expect(slots.mayTake(1, 50, SPARE_FOR_MS)).toBe(true);
  });

  it('keeps none back where there are few', () => {
    const slots = slotsWith(2);
    slots.take(1, 64, 0);
    expect(slots.mayTake(1, 50, 0)).toBe(true);
  });

  it('rather gives a slot whose process has the memory limit already', () => {
    const slots = slotsWith(3);
    slots.free(1, 128);
    expect(slots.take(1, 128, 0)).toBe(1);
    expect(slots.take(1, 128, 0)).toBe(0);
    expect(slots.freeCount).toBe(1);
  });

  it('says who holds how many, and how much memory they may use', () => {
    const slots = slotsWith(4);
    slots.take(1, 64, 0);
    slots.take(1, 64, 0);
    const large = slots.take(2, 512, 0);
    expect([...slots.holders()]).toEqual([
      [1, 2],
      [2, 1],
    ]);
    expect([...slots.memoryHolders()]).toEqual([
      [1, 128],
      [2, 512],
    ]);
    slots.free(large, 512);
    expect([...slots.memoryHolders()]).toEqual([[1, 128]]);
  });
});
