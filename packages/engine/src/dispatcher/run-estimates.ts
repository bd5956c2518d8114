const WEIGHT = 0.2;

export interface RunEstimates {
  /** Exponentially weighted mean run time in ms; undefined before the first result. */
  meanRunMs(useCaseNo: number): number | undefined;
  observe(useCaseNo: number, runMs: number): void;
}

/** What each use case's jobs take, learnt from their results. */
export function createRunEstimates(): RunEstimates {
  const means = new Map<number, number>();
  return {
    meanRunMs: (useCaseNo) => means.get(useCaseNo),
    observe: (useCaseNo, runMs) => {
      const mean = means.get(useCaseNo);
      means.set(useCaseNo, mean === undefined ? runMs : mean + WEIGHT * (runMs - mean));
    },
  };
}
