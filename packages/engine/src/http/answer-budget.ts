import { LeewayError } from '@leeway/domain/problem';
import type { FastifyReply } from 'fastify';

/** Bytes of large answers that may wait in this process for slow readers; beyond it, calls that ask for one are refused. */
const ANSWER_BUDGET_BYTES = 128 * 2 ** 20;

export interface AnswerBudget {
  /** Throws OVERLOADED where too much waits to be read. */
  refuseIfSpent(): void;
  /** Counts an answer until it has been sent, or its reader has gone. */
  spend(reply: FastifyReply, bytes: number): void;
}

export function createAnswerBudget(limitBytes = ANSWER_BUDGET_BYTES): AnswerBudget {
  let heldBytes = 0;
  return {
    refuseIfSpent: () => {
      if (heldBytes >= limitBytes)
        throw new LeewayError('OVERLOADED', 'Too many answers wait to be read', { retryAfterMs: 1_000 });
    },
    spend: (reply, bytes) => {
      if (reply.raw.destroyed) return;
      heldBytes += bytes;
      reply.raw.once('close', () => {
        heldBytes -= bytes;
      });
    },
  };
}
