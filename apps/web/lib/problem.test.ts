import { expect, it } from 'vitest';
import { isPassing, problemOf } from './problem.ts';

it('reads the code, the detail and the fields that the control plane names', () => {
  const fields = [{ field: 'name', message: 'Taken' }];
  const error = Object.assign(new Error('name: Taken'), {
    data: { code: 'INVALID_INPUT', detail: 'name: Taken', fields },
  });
  expect(problemOf(error)).toEqual({ code: 'INVALID_INPUT', detail: 'name: Taken', fields });
});

it.each([new TypeError('Failed to fetch'), null, { data: null }, 'x'])(
  'takes %s for a control plane that is away',
  (error) => {
    const problem = problemOf(error);
    expect(problem.code).toBe('UNREACHABLE');
    expect(isPassing(problem)).toBe(true);
  },
);

it('does not ask to try again what will be refused again', () => {
  expect(isPassing({ code: 'FORBIDDEN', detail: '', fields: [] })).toBe(false);
});
