import { existsSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { ROOT } from '../env.ts';
import { LONG_FILES } from './longest-first.ts';

it('names files that are there', () => {
  expect(LONG_FILES.filter((name) => !existsSync(path.join(ROOT, name)))).toEqual([]);
});
