import { expect, it } from 'vitest';
import { findJobId } from './find-job-id.ts';

const ID = `job_${'0a'.repeat(16)}`;

it('knows a job id, pasted with spaces or in capitals', () => {
  expect(findJobId(`  ${ID.toUpperCase()} `)).toBe(ID);
  expect(findJobId('job_123')).toBeNull();
});
