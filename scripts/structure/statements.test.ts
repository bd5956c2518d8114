import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../env.ts';
import { findStatements } from './find-statements.ts';

/** No component reaches a database; the store's own package asks catalogues and its list of migrations; tests and the demo's set-up write rows as they like. */
const ELSEWHERE = /node_modules|\.next|generated|\.test\.tsx?$|\/testing\/|\/sql\//;

describe('a statement', () => {
  it.each([
    'const sql = `select a\n from job`;',
    "query('insert into job values (1)')",
    '`\n-- why\nupdate job set a = 1`',
    'text: `with due as (select 1) delete from job`',
    '"truncate job"',
  ])('is found in %j', (source) => {
    expect(findStatements(`const first = 1;\n${source}`)).toEqual([2]);
  });

  it.each(["'select 1'", "'with your account'", `'Select one, not "from" the list'`, '// delete from'])(
    'is not seen in %j',
    (source) => {
      expect(findStatements(source)).toEqual([]);
    },
  );

  it('is in a folder named sql, or it is not there', () => {
    const files = globSync(['{apps,chaos}/**/*.ts', 'packages/{engine,domain,sdk,trace}/**/*.ts'], { cwd: ROOT });
    const ours = files.filter((file) => !ELSEWHERE.test(file));
    expect(ours.length).toBeGreaterThan(100);
    const found = ours.flatMap((file) =>
      findStatements(readFileSync(path.join(ROOT, file), 'utf8')).map((line) => `${file}:${line}`),
    );
    expect(found).toEqual([]);
  });
});
