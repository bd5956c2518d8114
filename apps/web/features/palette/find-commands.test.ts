import { expect, it } from 'vitest';
import { findJobId, findUseCases } from './find-commands.ts';

const ID = `job_${'0a'.repeat(16)}`;

it('knows a job id, pasted with spaces or in capitals', () => {
  expect(findJobId(`  ${ID.toUpperCase()} `)).toBe(ID);
  expect(findJobId('job_123')).toBeNull();
});

it('puts names that begin with it before names that hold it, and those before teams', () => {
  const rows = [
    { name: 'other', team: 'mail' },
    { name: 'send-mail', team: 'x' },
    { name: 'mail-digest', team: 'x' },
    { name: 'rollup', team: 'y' },
  ];
  expect(findUseCases(rows, 'mail').map((row) => row.name)).toEqual(['mail-digest', 'send-mail', 'other']);
});

it('stops at twenty of ten thousand', () => {
  const rows = Array.from({ length: 10_000 }, (_, index) => ({ name: `uc-${index}`, team: 't' }));
  expect(findUseCases(rows, 'uc')).toHaveLength(20);
});
