import type { CaseName, SystemName } from '../words.ts';

export const RATIO = 'ratio';

/** The median of all rounds, with the rounds it is of. */
export interface Result {
  readonly case: CaseName;
  readonly system: SystemName;
  /** Empty where a case has one number. */
  readonly metric: string;
  readonly value: number;
  readonly unit: string;
  readonly min: number;
  readonly max: number;
  readonly rounds: readonly number[];
}
