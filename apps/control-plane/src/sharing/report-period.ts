import type { CapacityQuery, FairnessQuery } from '@leeway/domain/report-query';
import type {
  CapacityReport,
  CapacityRow,
  FairnessReport,
  FairnessUse,
  ReportExport,
} from '@leeway/domain/sharing-views';
import { exportCapacity, readCapacityReport } from '@leeway/engine/reports/read-capacity-report';
import { exportFairness, readFairnessReport } from '@leeway/engine/reports/read-fairness-report';
import { patiently } from '../api/patiently.ts';

export const reportCapacity = patiently<CapacityQuery, CapacityReport>(readCapacityReport);
export const reportFairness = patiently<FairnessQuery, FairnessReport>(readFairnessReport);

/** All rows that a filter leaves, for a file: a screen gets a page of them. */
export const saveCapacity = patiently<CapacityQuery, ReportExport<CapacityRow>>(exportCapacity);
export const saveFairness = patiently<FairnessQuery, ReportExport<FairnessUse>>(exportFairness);
