import { describe, expect, it } from 'vitest';
import { UseCaseChange, UseCaseRegistration } from './use-case.ts';

const valid = { name: 'send-receipt', team: 'payments', handler: 'send-receipt', delayToleranceMs: 60_000 };

function faultsOf(input: unknown): string[] {
  const parsed = UseCaseRegistration.safeParse(input);
  return parsed.success ? [] : parsed.error.issues.map((issue) => issue.path.join('.'));
}

describe('UseCaseRegistration', () => {
  it('fills in what the owner leaves out', () => {
    expect(UseCaseRegistration.parse(valid)).toMatchObject({
      criticality: 'normal',
      maxAttempts: 5,
      timeoutMs: 60_000,
    });
  });

  it.each([
    [{ name: 'Send Receipt' }, 'name'],
    [{ name: 'new' }, 'name'],
    [{ name: '' }, 'name'],
    [{ team: '' }, 'team'],
    [{ handler: '../etc/passwd' }, 'handler'],
    [{ handler: null }, 'handler'],
    [{ handler: undefined, name: '' }, 'handler'],
    [{ runtime: 'remote' }, 'handler'],
    [{ runtime: 'thread' }, 'runtime'],
    [{ delayToleranceMs: -1 }, 'delayToleranceMs'],
    [{ delayToleranceMs: 1.5 }, 'delayToleranceMs'],
    [{ delayToleranceMs: '60000' }, 'delayToleranceMs'],
    [{ maxAttempts: 0 }, 'maxAttempts'],
    [{ description: 'a\u0000' }, 'description'],
    [{ backoffBaseMs: 5_000, backoffCapMs: 1_000 }, 'backoffCapMs'],
  ])('names the field of %j', (change, field) => {
    expect(faultsOf({ ...valid, ...change })).toContain(field);
  });

  it('takes a remote use case without a handler', () => {
    const { handler: _, ...remote } = { ...valid, runtime: 'remote' };
    expect(UseCaseRegistration.parse(remote)).toMatchObject({ runtime: 'remote', handler: null });
    expect(UseCaseRegistration.parse(valid)).toMatchObject({ runtime: 'process' });
    expect(faultsOf({ ...remote, megaJobMaxCount: 2 })).toEqual(['megaJobMaxCount']);
    expect(faultsOf({ ...remote, concurrencyKeyLimit: 2 })).toEqual(['concurrencyKeyLimit']);
  });

  it('refuses fields it does not know', () => {
    expect(UseCaseRegistration.safeParse({ ...valid, role: 'admin' }).success).toBe(false);
  });
});

describe('UseCaseChange', () => {
  it('needs the version it was made against', () => {
    expect(UseCaseChange.safeParse({ name: 'a', handler: 'a', delayToleranceMs: 1 }).success).toBe(false);
    expect(UseCaseChange.safeParse({ name: 'a', handler: 'a', delayToleranceMs: 1, version: 3 }).success).toBe(true);
  });
});
