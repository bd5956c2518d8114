const SPAN_MS = 3_000;

/** How fast a rising count rises, over the last seconds. */
export interface RateMeter {
  /** Takes a reading and returns the rate per second. */
  read(count: number): number;
}

export function createRateMeter(now: () => number): RateMeter {
  let readings: { readonly at: number; readonly count: number }[] = [];
  return {
    read(count) {
      const at = now();
      readings = [...readings.filter((reading) => at - reading.at <= SPAN_MS), { at, count }];
      const [first] = readings;
      return first === undefined || first.at === at ? 0 : ((count - first.count) * 1_000) / (at - first.at);
    },
  };
}
