import type { EngineWait, Gate, GateReading } from '@leeway/domain/wait-reason';
import { describe, expect, it } from 'vitest';
import { waitOfKey } from './wait-of-key.ts';

function reading(gate: Gate, isOpen: boolean, more: Partial<GateReading> = {}): GateReading {
  return { gate, isOpen, used: null, limit: null, unit: null, opensAt: null, text: gate, holders: [], ...more };
}

function engine(engineId: string, readings: GateReading[]): EngineWait {
  const gate = readings.find(({ isOpen }) => !isOpen)?.gate ?? 'turn';
  return { engineId, gate, readings, headAvailableAt: 1, seenAt: 2 };
}

const full = { key: 'acme', runningCount: 2, limit: 2, jobIds: ['job_1', 'job_2'] };
const keysClosed = reading('concurrencyKey', false, { limit: 2, keys: [full] });

describe('waitOfKey', () => {
  it('says for a job of a key at its limit how many of it run, and which', () => {
    const wait = waitOfKey([engine('e1', []), engine('e2', [keysClosed, reading('turn', false)])], 'acme');
    expect(wait?.gate).toBe('concurrencyKey');
    expect(wait?.readings[0]).toMatchObject({ used: 2, limit: 2, keys: [full] });
    expect(wait?.readings[0]?.text).toContain('2 of 2');
    expect(wait?.readings[0]?.text).not.toContain('acme');
    expect(wait).not.toHaveProperty('engineId');
  });

  it('also where others of its use case may start', () => {
    const open = { ...keysClosed, isOpen: true };
    expect(waitOfKey([engine('e', [open, reading('turn', false)])], 'acme')?.gate).toBe('concurrencyKey');
  });

  it('leaves the gates before it their right', () => {
    expect(waitOfKey([engine('e', [reading('paused', false), keysClosed])], 'acme')?.gate).toBe('paused');
  });

  it.each(['other', null])('says nothing of a key to a job with the key %s, and names none', (key) => {
    const wait = waitOfKey([engine('e', [keysClosed, reading('turn', false)])], key);
    expect(wait?.gate).toBe('turn');
    expect(JSON.stringify(wait)).not.toContain('acme');
  });

  it('does not say that a key has room where more are full than are told of', () => {
    const keys = Array.from({ length: 200 }, (_, index) => ({ ...full, key: `full ${index}` }));
    const wait = waitOfKey([engine('e', [{ ...keysClosed, keys }])], 'acme');
    expect(wait?.gate).toBe('concurrencyKey');
    expect(wait?.readings[0]).not.toHaveProperty('keys');
  });

  it('says nothing where no engine does', () => {
    expect(waitOfKey([], 'acme')).toBeUndefined();
  });
});
