/** The end of a job id: its beginning is the same for all jobs of a use case. */
export function shortJobId(id: string): string {
  return `…${id.slice(-10)}`;
}
