import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { cruise, type IViolation } from 'dependency-cruiser';
import extractDepcruiseOptions from 'dependency-cruiser/config-utl/extract-depcruise-options';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from '../env.ts';
import { ALLOWED, GROUND, PLANTS } from './plants.ts';

let fixture: string;
let rules: readonly { readonly name?: string; readonly severity?: string; readonly comment?: string }[];
let violations: readonly IViolation[];

beforeAll(async () => {
  fixture = realpathSync(mkdtempSync(path.join(tmpdir(), 'leeway-structure-')));
  for (const file of GROUND) write(file, 'export const x = 1;\nexport type x = number;\n');
  write(
    'packages/trace/src/read.ts',
    `import type { Line } from './line.ts';\nexport type Trace = Line[];\nexport const x = 1;\n`,
  );
  for (const { from, code } of [...PLANTS, ...ALLOWED]) write(from, code);
  const options = await extractDepcruiseOptions(path.join(ROOT, '.dependency-cruiser.mjs'));
  rules = options.ruleSet?.forbidden ?? [];
  violations = await cruiseFixture(options);
});
afterAll(() => rmSync(fixture, { recursive: true, force: true }));

function write(file: string, code: string): void {
  mkdirSync(path.dirname(path.join(fixture, file)), { recursive: true });
  writeFileSync(path.join(fixture, file), code);
}

async function cruiseFixture(options: object): Promise<readonly IViolation[]> {
  const { output } = await cruise(['apps', 'packages', 'bench', 'chaos', 'examples', 'scripts', 'e2e'], {
    ...options,
    baseDir: fixture,
  });
  if (typeof output === 'string') throw new Error(output);
  return output.summary.violations;
}

describe('the rules of the structure', () => {
  it('each have a plant and say why', () => {
    expect(rules.map(({ name }) => name).sort()).toEqual([...new Set(PLANTS.map(({ rule }) => rule))].sort());
    for (const { comment } of rules) expect(comment?.length).toBeGreaterThan(20);
  });

  it.each(PLANTS)('report $from as an error of $rule', ({ rule, from, to }) => {
    const found = violations.filter((violation) => violation.rule.name === rule && violation.from === from);
    expect(found).toMatchObject([{ to, rule: { severity: 'error' } }]);
  });

  it.each(ALLOWED)('leave $from → $to free', ({ from }) => {
    expect(violations.filter((violation) => violation.from === from)).toEqual([]);
  });
});
