import { EventEmitter } from 'node:events';
import type { FastifyReply } from 'fastify';
import { expect, it } from 'vitest';
import { createAnswerBudget } from './answer-budget.ts';

const replyOf = (raw: EventEmitter & { destroyed?: boolean }) => ({ raw }) as unknown as FastifyReply;

it('refuses more while too much waits to be read, and no longer when it was read or its reader has gone', () => {
  const budget = createAnswerBudget(100);
  const raw = new EventEmitter();
  budget.refuseIfSpent();
  budget.spend(replyOf(raw), 100);
  expect(() => budget.refuseIfSpent()).toThrow(expect.objectContaining({ code: 'OVERLOADED' }));
  raw.emit('close');
  budget.refuseIfSpent();
});

it('counts nothing for a reader who has gone before', () => {
  const budget = createAnswerBudget(100);
  budget.spend(replyOf(Object.assign(new EventEmitter(), { destroyed: true })), 1_000);
  budget.refuseIfSpent();
});
