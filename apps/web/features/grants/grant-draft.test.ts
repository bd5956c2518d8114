import type { ListedGrant, UseCaseGrants } from '@leeway/domain/capacity-views';
import { describe, expect, it } from 'vitest';
import { checkDraft, newDraft, previewDraft } from './grant-draft.ts';

const policy = { cpuQuotaMsPerSecond: 200, rateLimitPerSecond: 50, rateLimitBurst: 100, concurrencyLimit: null };
const draft = { ...newDraft(policy, 'https://incidents.example.com/17'), reason: ' a flood ' };
const grants = (open: readonly Partial<ListedGrant>[] = []): UseCaseGrants => ({
  asOf: 1_000,
  policy,
  effective: { limits: policy, grantIds: [] },
  grants: open.map(
    (one, index) => ({ id: `grant_${index}`, state: 'active', startsAt: 0, endsAt: 9_000, ...one }) as ListedGrant,
  ),
});

describe('what is asked for', () => {
  it('is three times every limit that there is, for an hour from now on, unless somebody says otherwise', () => {
    expect(checkDraft(draft, 'receipts').request).toEqual({
      useCase: 'receipts',
      trafficClass: 'incident',
      amounts: { cpuQuota: { factor: 3 }, rateLimit: { factor: 3 } },
      reason: 'a flood',
      incidentUrl: 'https://incidents.example.com/17',
      startsAt: null,
      durationMs: 3_600_000,
    });
  });

  it('can be amounts', () => {
    const typed = { ...draft, factor: 'amounts' as const, kinds: ['cpuQuota' as const], amounts: { cpuQuota: '450' } };
    expect(checkDraft(typed, 'receipts').request?.amounts).toEqual({ cpuQuota: { absolute: 450 } });
  });

  it.each([
    ['reason', { reason: '  ' }],
    ['incidentUrl', { incidentUrl: '' }],
    ['amounts', { kinds: [] }],
    ['amounts.cpuQuota', { factor: 'amounts', amounts: { cpuQuota: '' } }],
    ['startsAt', { trafficClass: 'majorEvent' }],
    ['durationMs', { durationMs: Number.NaN }],
  ] as const)('names the field that is wrong: %s', (field, more) => {
    const fields = checkDraft({ ...draft, ...more }, 'receipts').faults?.map((fault) => fault.field);
    expect(fields?.some((one) => one.startsWith(field))).toBe(true);
  });
});

describe('the preview', () => {
  it('says in numbers what becomes of each limit', () => {
    expect(previewDraft(draft, grants())).toEqual([
      { kind: 'cpuQuota', label: 'CPU quota', before: '200 CPU ms/s', after: '600 CPU ms/s', effect: 'lifts' },
      {
        kind: 'rateLimit',
        label: 'Rate limit',
        before: '50 jobs/s, 100 at once',
        after: '150 jobs/s, 300 at once',
        effect: 'lifts',
      },
    ]);
  });

  it('says where another grant gives as much, and where an amount is no more than the policy', () => {
    const other = grants([{ amounts: { cpuQuota: { factor: 5 } } }]);
    expect(previewDraft(draft, other)[0]).toMatchObject({
      before: '1,000 CPU ms/s',
      after: '1,000 CPU ms/s',
      effect: 'another',
    });
    const small = { ...draft, factor: 'amounts' as const, amounts: { cpuQuota: '150', rateLimit: '' } };
    expect(previewDraft(small, grants()).map(({ effect }) => effect)).toEqual(['none', 'none']);
  });
});
