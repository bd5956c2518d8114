import { JOB_STATES } from '@leeway/domain/job-state';
import { describe, expect, it } from 'vitest';
import { decideJobVerbs, explainCancel } from './decide-job-verbs.ts';
import { describeAnswer } from './describe-answer.ts';
import { noteTitle } from './note-text.ts';

const AT = '2026-01-31T03:00:00.000Z';

describe('decideJobVerbs', () => {
  it('offers what the state allows, and nothing for what has ended well', () => {
    const offered = JOB_STATES.map((state) => [state, decideJobVerbs({ state, runtime: 'process' })]);
    expect(Object.fromEntries(offered)).toEqual({
      waiting: ['changeDeadline', 'cancel'],
      delayed: ['changeDeadline', 'cancel'],
      leased: ['cancel'],
      done: [],
      dead: ['redrive'],
      cancelled: [],
    });
  });
});

describe('explainCancel', () => {
  it('says of a job that may run what happens then', () => {
    expect(explainCancel({ state: 'waiting', runtime: 'process' })).toContain('told to stop');
    expect(explainCancel({ state: 'delayed', runtime: 'process' })).not.toContain('told to stop');
    expect(explainCancel({ state: 'leased', runtime: 'remote' })).toContain('loses its lease');
  });
});

describe('noteTitle', () => {
  it('does not call cancelled what came to its end', () => {
    expect(noteTitle('CANCELLED', { state: 'cancelled' })).toBe('It was cancelled');
    expect(noteTitle('CANCELLED', { state: 'done' })).toBe('It was told to stop');
  });
});

describe('describeAnswer', () => {
  it.each([
    [{ id: 'job_1', state: 'cancelled' }, true, 'The job is cancelled'],
    [{ id: 'job_1', state: 'leased', cancelRequested: true }, false, 'It runs, and was told to stop'],
    [{ id: 'job_1', state: 'pending', command: 'cmd_1' }, false, 'has not answered yet'],
    [{ id: 'job_1', state: 'waiting', deadlineAt: AT }, true, 'The deadline is changed'],
  ] as const)('%#: %j', (answer, isOver, text) => {
    expect(describeAnswer(answer)).toEqual({ isOver, text: expect.stringContaining(text) });
  });
});
