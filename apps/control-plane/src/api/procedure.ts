import { LeewayError, PROBLEMS } from '@leeway/domain/problem';
import { initTRPC } from '@trpc/server';
import superjson from 'superjson';
import { ACCESS } from './access-table.ts';
import type { ApiContext } from './context.ts';
import { refusalOf, refusalOfOwner } from './decide-access.ts';
import { findOwner } from './find-owner.ts';
import { translateError } from './translate-error.ts';

/** How long one event stream lives before the client must come back with a session that is still valid. */
const STREAM_MS = 5 * 60_000;
const PING_MS = 5_000;
const SILENCE_MS = 20_000;

const t = initTRPC.context<ApiContext>().create({
  transformer: superjson,
  sse: {
    maxDurationMs: STREAM_MS,
    ping: { enabled: true, intervalMs: PING_MS },
    client: { reconnectAfterInactivityMs: SILENCE_MS },
  },
  errorFormatter({ shape, error }) {
    const { code, message, fields } = translateError(error);
    return {
      code: shape.code,
      message,
      data: { code, httpStatus: PROBLEMS[code].status, path: shape.data.path, detail: message, fields },
    };
  },
});

export const router = t.router;

/** The base of every procedure: one table decides by the procedure's path; the owner of the object is looked up where it matters. */
export const openProcedure = t.procedure.use(async ({ ctx, path, getRawInput, next }) => {
  const actor = await ctx.findActor();
  const rule = ACCESS.get(path);
  const refusal = refusalOf(rule, actor);
  if (refusal !== null) throw refusal;
  if (rule?.who === 'ownerTeam' && actor !== null) {
    const team = await findOwner(ctx.services, rule.ownedBy, await getRawInput());
    const ownerRefusal = refusalOfOwner(actor, team, rule.ownedBy);
    if (ownerRefusal !== null) throw ownerRefusal;
  }
  return next({ ctx: { services: ctx.services, actor } });
});

/** The same for everything but the public: the verb gets an actor. */
export const authorised = openProcedure.use(({ ctx, next }) => {
  if (ctx.actor === null) throw new LeewayError('UNAUTHENTICATED', 'Sign in first');
  return next({ ctx: { services: ctx.services, actor: ctx.actor } });
});
