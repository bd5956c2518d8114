import { UseCaseChange, UseCaseRegistration } from '@leeway/domain/use-case';
import { authorised, openProcedure, router } from './api/procedure.ts';
import { listApiKeys } from './api-key/list-api-keys.ts';
import { ApiKeyMinting, mintApiKey } from './api-key/mint-api-key.ts';
import { ApiKeyRevocation, revokeApiKey } from './api-key/revoke-api-key.ts';
import { AuditQuery, listAudit } from './audit/list-audit.ts';
import { listHandlers } from './handler/list-handlers.ts';
import { beginReplay, ReplayStart } from './replay/begin-replay.ts';
import { endReplay, ReplayEnd } from './replay/end-replay.ts';
import { getSession } from './session/get-session.ts';
import { createTeam, TeamCreation } from './team/create-team.ts';
import { listTeams } from './team/list-teams.ts';
import { changeUseCase } from './use-case/change-use-case.ts';
import { getUseCase, UseCaseQuery } from './use-case/get-use-case.ts';
import { registerUseCase } from './use-case/register-use-case.ts';

export const appRouter = router({
  session: {
    get: openProcedure.query(({ ctx }) => getSession(ctx)),
  },
  useCase: {
    get: authorised.input(UseCaseQuery).query(({ ctx, input }) => getUseCase(ctx, input)),
    register: authorised.input(UseCaseRegistration).mutation(({ ctx, input }) => registerUseCase(ctx, input)),
    change: authorised.input(UseCaseChange).mutation(({ ctx, input }) => changeUseCase(ctx, input)),
  },
  handler: {
    list: authorised.query(({ ctx }) => listHandlers(ctx)),
  },
  team: {
    list: authorised.query(({ ctx }) => listTeams(ctx)),
    create: authorised.input(TeamCreation).mutation(({ ctx, input }) => createTeam(ctx, input)),
  },
  audit: {
    list: authorised.input(AuditQuery).query(({ ctx, input }) => listAudit(ctx, input)),
  },
  apiKey: {
    list: authorised.query(({ ctx }) => listApiKeys(ctx)),
    mint: authorised.input(ApiKeyMinting).mutation(({ ctx, input }) => mintApiKey(ctx, input)),
    revoke: authorised.input(ApiKeyRevocation).mutation(({ ctx, input }) => revokeApiKey(ctx, input)),
  },
  replay: {
    begin: authorised.input(ReplayStart).mutation(({ ctx, input }) => beginReplay(ctx, input)),
    end: authorised.input(ReplayEnd).mutation(({ ctx, input }) => endReplay(ctx, input)),
  },
});

export type AppRouter = typeof appRouter;
