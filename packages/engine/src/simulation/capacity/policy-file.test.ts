import { describe, expect, it } from 'vitest';
import { steadily } from './generate-arrivals.ts';
import { applyPolicy, parsePolicy } from './policy-file.ts';
import { planWith } from './scenarios/neighbours.ts';

const plan = planWith(
  'test',
  ['http-a', 'http-b', 'queue-a'].map((name) => ({ name, runMs: 10, cpuShare: 1, ...steadily(1) })),
  { untilMs: 1_000 },
);
const apply = (content: object) => applyPolicy(plan, parsePolicy(JSON.stringify(content), 'p.json'));

describe('policy file', () => {
  it('changes what matches, and of several rules the last one holds', () => {
    const rules = [
      { match: 'http-*', fairWeight: 200, cpuQuotaMsPerSecond: 50 },
      { match: '*-a', fairWeight: 300 },
    ];
    const { useCases } = apply({ useCases: rules });
    expect(useCases.map(({ entry: { fairWeight, cpuQuotaMsPerSecond } }) => [fairWeight, cpuQuotaMsPerSecond])).toEqual(
      [
        [300, 50],
        [200, 50],
        [300, null],
      ],
    );
  });

  it('takes a dot as a dot', () => {
    expect(apply({ useCases: [{ match: 'http.a', fairWeight: 7 }] }).useCases[0]?.entry.fairWeight).toBe(100);
  });

  it('places grants, incident modes and outages in the day', () => {
    const { grants, incidentModes, downstreams } = apply({
      grants: [{ useCase: 'queue-a', amounts: { cpuQuota: { factor: 3 } }, from: '10:00', to: '10:20' }],
      incidentModes: [{ criticalityFloor: 'high', from: '0:30', to: '1:00' }],
      downstreams: [{ name: 'db', outages: [{ from: '2:00', to: '2:10' }] }],
    });
    expect(grants).toMatchObject([{ useCaseNo: 3, startsAt: 36_000_000, endsAt: 37_200_000 }]);
    expect(incidentModes).toMatchObject([{ startedAt: 1_800_000, endsAt: 3_600_000 }]);
    expect(downstreams).toMatchObject([{ outages: [{ fromMs: 7_200_000, toMs: 7_800_000 }] }]);
  });

  it.each([
    ['{', /p\.json is no JSON/],
    ['{"useCases":[{"match":"a","fairWeight":0}]}', /useCases\.0\.fairWeight/],
    ['{"useCases":[{"match":"a","weight":1}]}', /weight/],
    ['{"grants":[{"useCase":"no","amounts":{"cpuQuota":{"factor":2}},"from":"1:00","to":"2:00"}]}', /no use case no/],
    ['{"useCases":[{"match":"http-a","downstreams":["db"]}]}', /no downstream db/],
    ['{"incidentModes":[{"criticalityFloor":"high","from":"ten","to":"11:00"}]}', /incidentModes\.0\.from: A time/],
  ])('refuses %s', (text, message) => {
    expect(() => applyPolicy(plan, parsePolicy(text, 'p.json'))).toThrow(message);
  });
});
