import { WebhookRegistration } from '@leeway/domain/alert';
import { GrantEnding, GrantExtension, GrantRequest } from '@leeway/domain/burst-grant';
import { DownstreamChange, DownstreamRegistration } from '@leeway/domain/downstream';
import { IncidentModeEnding, IncidentModeExtension, IncidentModeRequest } from '@leeway/domain/incident-mode';
import { CapacityQuery, FairnessQuery } from '@leeway/domain/report-query';
import {
  ScheduleChange,
  ScheduleCreation,
  ScheduleDeletion,
  SchedulePause,
  ScheduleQuery,
  ScheduleTiming,
} from '@leeway/domain/schedule';
import { UseCaseChange, UseCasePause, UseCaseRegistration } from '@leeway/domain/use-case';
import { UseCaseListQuery, UseCaseSearch } from '@leeway/domain/use-case-list';
import { addWebhook } from './alert/add-webhook.ts';
import { AlertListQuery, listAlerts } from './alert/list-alerts.ts';
import { listWebhooks, WebhookListQuery } from './alert/list-webhooks.ts';
import { WebhookRef } from './alert/read-webhook.ts';
import { removeWebhook } from './alert/remove-webhook.ts';
import { testWebhook } from './alert/test-webhook.ts';
import { authorised, openProcedure, router } from './api/procedure.ts';
import { listApiKeys } from './api-key/list-api-keys.ts';
import { ApiKeyMinting, mintApiKey } from './api-key/mint-api-key.ts';
import { ApiKeyRevocation, revokeApiKey } from './api-key/revoke-api-key.ts';
import { AuditQuery, listAudit } from './audit/list-audit.ts';
import { AuditChainQuery, AuditVerification, verifyAuditChain, viewAuditChain } from './audit/verify-audit-chain.ts';
import { changeDownstream } from './downstream/change-downstream.ts';
import { DownstreamListQuery, listDownstreams } from './downstream/list-downstreams.ts';
import { registerDownstream } from './downstream/register-downstream.ts';
import { endGrant } from './grant/end-grant.ts';
import { extendGrant } from './grant/extend-grant.ts';
import { GrantQuery, getGrant } from './grant/get-grant.ts';
import { grantBurst } from './grant/grant-burst.ts';
import { AllGrantsQuery, listAllGrants } from './grant/list-all-grants.ts';
import { GrantHistoryQuery, listGrantHistory } from './grant/list-grant-history.ts';
import { GrantListQuery, listGrants } from './grant/list-grants.ts';
import { listHandlers } from './handler/list-handlers.ts';
import { endIncidentMode } from './incident-mode/end-incident-mode.ts';
import { extendIncidentMode } from './incident-mode/extend-incident-mode.ts';
import { IncidentModeListQuery, listIncidentModes } from './incident-mode/list-incident-modes.ts';
import { startIncidentMode } from './incident-mode/start-incident-mode.ts';
import { cancelJob, JobCancel } from './job/cancel-job.ts';
import { changeDeadline, JobDeadlineChange } from './job/change-deadline.ts';
import { explainJob } from './job/explain-job.ts';
import { getJob, JobQuery } from './job/get-job.ts';
import { JobListQuery, listJobs } from './job/list-jobs.ts';
import { JobRedrive, redriveJob } from './job/redrive-job.ts';
import { beginOperation, OperationStart } from './operation/begin-operation.ts';
import { listOperations, OperationListQuery } from './operation/list-operations.ts';
import { OperationPreviewQuery, previewOperation } from './operation/preview-operation.ts';
import { OperationStop, stopOperation } from './operation/stop-operation.ts';
import { watchOperations } from './operation/watch-operations.ts';
import { beginReplay, ReplayStart } from './replay/begin-replay.ts';
import { countReplay, ReplayCountsQuery } from './replay/count-replay.ts';
import { endReplay, ReplayEnd } from './replay/end-replay.ts';
import { changeSchedule } from './schedule/change-schedule.ts';
import { createSchedule } from './schedule/create-schedule.ts';
import { deleteSchedule } from './schedule/delete-schedule.ts';
import { listFires } from './schedule/list-fires.ts';
import { listSchedules, ScheduleListQuery } from './schedule/list-schedules.ts';
import { pauseSchedule } from './schedule/pause-schedule.ts';
import { previewSchedule } from './schedule/preview-schedule.ts';
import { getSession } from './session/get-session.ts';
import { listWaiting, WaitingQuery, watchWaiting } from './sharing/list-waiting.ts';
import { reportCapacity, reportFairness, saveCapacity, saveFairness } from './sharing/report-period.ts';
import { createTeam, TeamCreation } from './team/create-team.ts';
import { listTeams } from './team/list-teams.ts';
import { overviewTier, TierQuery } from './tier/overview-tier.ts';
import { watchTier } from './tier/watch-tier.ts';
import { changeUseCase } from './use-case/change-use-case.ts';
import { explainUseCase, UseCaseWaitQuery, watchUseCaseWait } from './use-case/explain-use-case.ts';
import { findUseCases } from './use-case/find-use-cases.ts';
import { getUseCase, UseCaseQuery } from './use-case/get-use-case.ts';
import { listUseCases, saveUseCases } from './use-case/list-use-cases.ts';
import { pauseUseCase } from './use-case/pause-use-case.ts';
import { registerUseCase } from './use-case/register-use-case.ts';
import { reportUseCase, UseCaseReportQuery } from './use-case/report-use-case.ts';
import { sendTestJob, TestJob } from './use-case/send-test-job.ts';
import { watchUseCase } from './use-case/watch-use-case.ts';
import { watchUseCases } from './use-case/watch-use-cases.ts';

export const appRouter = router({
  session: {
    get: openProcedure.query(({ ctx }) => getSession(ctx)),
  },
  tier: {
    overview: authorised.input(TierQuery).query(({ ctx, input }) => overviewTier(ctx, input)),
    watch: authorised.input(TierQuery).subscription(({ ctx, input, signal }) => watchTier(ctx, input, signal)),
  },
  alert: {
    list: authorised.input(AlertListQuery).query(({ ctx, input }) => listAlerts(ctx, input)),
  },
  webhook: {
    list: authorised.input(WebhookListQuery).query(({ ctx }) => listWebhooks(ctx)),
    add: authorised.input(WebhookRegistration).mutation(({ ctx, input }) => addWebhook(ctx, input)),
    test: authorised.input(WebhookRef).mutation(({ ctx, input }) => testWebhook(ctx, input)),
    remove: authorised.input(WebhookRef).mutation(({ ctx, input }) => removeWebhook(ctx, input)),
  },
  useCase: {
    list: authorised.input(UseCaseListQuery).query(({ ctx, input }) => listUseCases(ctx, input)),
    watchList: authorised
      .input(UseCaseListQuery)
      .subscription(({ ctx, input, signal }) => watchUseCases(ctx, input, signal)),
    save: authorised.input(UseCaseListQuery).query(({ ctx, input }) => saveUseCases(ctx, input)),
    find: authorised.input(UseCaseSearch).query(({ ctx, input }) => findUseCases(ctx, input)),
    get: authorised.input(UseCaseQuery).query(({ ctx, input }) => getUseCase(ctx, input)),
    register: authorised.input(UseCaseRegistration).mutation(({ ctx, input }) => registerUseCase(ctx, input)),
    change: authorised.input(UseCaseChange).mutation(({ ctx, input }) => changeUseCase(ctx, input)),
    pause: authorised.input(UseCasePause).mutation(({ ctx, input }) => pauseUseCase(ctx, input)),
    sendTestJob: authorised.input(TestJob).mutation(({ ctx, input }) => sendTestJob(ctx, input)),
    report: authorised.input(UseCaseReportQuery).query(({ ctx, input }) => reportUseCase(ctx, input)),
    watchReport: authorised
      .input(UseCaseReportQuery)
      .subscription(({ ctx, input, signal }) => watchUseCase(ctx, input, signal)),
    wait: authorised.input(UseCaseWaitQuery).query(({ ctx, input }) => explainUseCase(ctx, input)),
    watchWait: authorised
      .input(UseCaseWaitQuery)
      .subscription(({ ctx, input, signal }) => watchUseCaseWait(ctx, input, signal)),
  },
  sharing: {
    waiting: authorised.input(WaitingQuery).query(({ ctx }) => listWaiting(ctx)),
    watchWaiting: authorised.input(WaitingQuery).subscription(({ ctx, signal }) => watchWaiting(ctx, signal)),
    capacity: authorised.input(CapacityQuery).query(({ ctx, input }) => reportCapacity(ctx, input)),
    saveCapacity: authorised.input(CapacityQuery).query(({ ctx, input }) => saveCapacity(ctx, input)),
    fairness: authorised.input(FairnessQuery).query(({ ctx, input }) => reportFairness(ctx, input)),
    saveFairness: authorised.input(FairnessQuery).query(({ ctx, input }) => saveFairness(ctx, input)),
  },
  schedule: {
    list: authorised.input(ScheduleListQuery).query(({ ctx, input }) => listSchedules(ctx, input)),
    fires: authorised.input(ScheduleQuery).query(({ ctx, input }) => listFires(ctx, input)),
    preview: authorised.input(ScheduleTiming).query(({ ctx, input }) => previewSchedule(ctx, input)),
    create: authorised.input(ScheduleCreation).mutation(({ ctx, input }) => createSchedule(ctx, input)),
    change: authorised.input(ScheduleChange).mutation(({ ctx, input }) => changeSchedule(ctx, input)),
    pause: authorised.input(SchedulePause).mutation(({ ctx, input }) => pauseSchedule(ctx, input)),
    delete: authorised.input(ScheduleDeletion).mutation(({ ctx, input }) => deleteSchedule(ctx, input)),
  },
  grant: {
    list: authorised.input(GrantListQuery).query(({ ctx, input }) => listGrants(ctx, input)),
    listAll: authorised.input(AllGrantsQuery).query(({ ctx }) => listAllGrants(ctx)),
    get: authorised.input(GrantQuery).query(({ ctx, input }) => getGrant(ctx, input)),
    history: authorised.input(GrantHistoryQuery).query(({ ctx, input }) => listGrantHistory(ctx, input)),
    grant: authorised.input(GrantRequest).mutation(({ ctx, input }) => grantBurst(ctx, input)),
    extend: authorised.input(GrantExtension).mutation(({ ctx, input }) => extendGrant(ctx, input)),
    end: authorised.input(GrantEnding).mutation(({ ctx, input }) => endGrant(ctx, input)),
  },
  downstream: {
    list: authorised.input(DownstreamListQuery).query(({ ctx }) => listDownstreams(ctx)),
    register: authorised.input(DownstreamRegistration).mutation(({ ctx, input }) => registerDownstream(ctx, input)),
    change: authorised.input(DownstreamChange).mutation(({ ctx, input }) => changeDownstream(ctx, input)),
  },
  incidentMode: {
    list: authorised.input(IncidentModeListQuery).query(({ ctx }) => listIncidentModes(ctx)),
    start: authorised.input(IncidentModeRequest).mutation(({ ctx, input }) => startIncidentMode(ctx, input)),
    extend: authorised.input(IncidentModeExtension).mutation(({ ctx, input }) => extendIncidentMode(ctx, input)),
    end: authorised.input(IncidentModeEnding).mutation(({ ctx, input }) => endIncidentMode(ctx, input)),
  },
  handler: {
    list: authorised.query(({ ctx }) => listHandlers(ctx)),
  },
  team: {
    list: authorised.query(({ ctx }) => listTeams(ctx)),
    create: authorised.input(TeamCreation).mutation(({ ctx, input }) => createTeam(ctx, input)),
  },
  job: {
    get: authorised.input(JobQuery).query(({ ctx, input }) => getJob(ctx, input)),
    wait: authorised.input(JobQuery).query(({ ctx, input }) => explainJob(ctx, input)),
    list: authorised.input(JobListQuery).query(({ ctx, input }) => listJobs(ctx, input)),
    cancel: authorised.input(JobCancel).mutation(({ ctx, input }) => cancelJob(ctx, input)),
    changeDeadline: authorised.input(JobDeadlineChange).mutation(({ ctx, input }) => changeDeadline(ctx, input)),
    redrive: authorised.input(JobRedrive).mutation(({ ctx, input }) => redriveJob(ctx, input)),
  },
  operation: {
    list: authorised.input(OperationListQuery).query(({ ctx, input }) => listOperations(ctx, input)),
    watch: authorised
      .input(OperationListQuery)
      .subscription(({ ctx, input, signal }) => watchOperations(ctx, input, signal)),
    preview: authorised.input(OperationPreviewQuery).query(({ ctx, input }) => previewOperation(ctx, input)),
    begin: authorised.input(OperationStart).mutation(({ ctx, input }) => beginOperation(ctx, input)),
    stop: authorised.input(OperationStop).mutation(({ ctx, input }) => stopOperation(ctx, input)),
  },
  audit: {
    list: authorised.input(AuditQuery).query(({ ctx, input }) => listAudit(ctx, input)),
    chain: authorised.input(AuditChainQuery).query(({ ctx }) => viewAuditChain(ctx)),
    verify: authorised.input(AuditVerification).mutation(({ ctx }) => verifyAuditChain(ctx)),
  },
  apiKey: {
    list: authorised.query(({ ctx }) => listApiKeys(ctx)),
    mint: authorised.input(ApiKeyMinting).mutation(({ ctx, input }) => mintApiKey(ctx, input)),
    revoke: authorised.input(ApiKeyRevocation).mutation(({ ctx, input }) => revokeApiKey(ctx, input)),
  },
  replay: {
    begin: authorised.input(ReplayStart).mutation(({ ctx, input }) => beginReplay(ctx, input)),
    end: authorised.input(ReplayEnd).mutation(({ ctx, input }) => endReplay(ctx, input)),
    counts: authorised.input(ReplayCountsQuery).query(({ ctx, input }) => countReplay(ctx, input)),
  },
});

export type AppRouter = typeof appRouter;
