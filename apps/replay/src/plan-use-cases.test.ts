import { UseCaseRegistration } from '@leeway/domain/use-case';
import { TRIGGERS, type TraceFunction } from '@leeway/trace/trace-function';
import { describe, expect, it } from 'vitest';
import { planUseCases } from './plan-use-cases.ts';

function createFunction(parts: Partial<TraceFunction> = {}): TraceFunction {
  return {
    ...{ owner: 'aaaaaaaa1111', app: 'bbbbbbbb', name: 'cccccccc2222', trigger: 'http', memoryMb: 160 },
    durations: [{ quantile: 0.5, ms: 600_000 }],
    minuteCounts: new Uint32Array(1_440),
    ...parts,
  };
}
const scales = { cpuScale: 0.001, memoryScale: 1 / 16 };
const planOne = (parts: Partial<TraceFunction>, used = scales) => planUseCases([createFunction(parts)], used)[0];

describe('planUseCases', () => {
  it('names team and use case after the first eight digits, and leaves ordinary limits at their defaults', () => {
    expect(planOne({})?.registration).toMatchObject({
      ...{ name: 'http-cccccccc', team: 'azure-aaaaaaaa', handler: 'synthetic', criticality: 'high' },
      ...{ delayToleranceMs: 5_000, timeoutMs: 60_000, memoryLimitMb: 128 },
    });
  });

  it.each(TRIGGERS)('plans what the tier accepts for trigger %s', (trigger) => {
    const registration = planOne({ trigger })?.registration;
    expect(UseCaseRegistration.parse(registration)).toEqual(registration);
  });

  it('raises the limits where the scaled job needs it', () => {
    expect(planOne({ memoryMb: 557 }, { cpuScale: 0.1, memoryScale: 1 })?.registration).toMatchObject({
      ...{ timeoutMs: 600_000, memoryLimitMb: 640 },
    });
  });

  it('keeps names apart that begin alike', () => {
    const planned = planUseCases([createFunction({}), createFunction({ name: 'cccccccc3333' })], scales);
    expect(planned.map(({ registration }) => registration.name)).toEqual(['http-cccccccc2222', 'http-cccccccc3333']);
  });

  it('keeps the same function of two applications apart', () => {
    const planned = planUseCases([createFunction({}), createFunction({ app: 'dddddddd' })], scales);
    expect(new Set(planned.map(({ registration }) => registration.name)).size).toBe(2);
  });

  it.each([
    [{ cpuScale: 7, memoryScale: 1 }, /--cpu-scale 7 .*give at most 6\.00/],
    [{ cpuScale: 1, memoryScale: 30 }, /--memory-scale 30 .*give at most 25\.2/],
  ])('refuses scales beyond the limits: %j', (used, message) => {
    expect(() => planOne({}, used)).toThrow(message);
  });
});
