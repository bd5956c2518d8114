/** After a process died with several jobs in hand, the use case's jobs go alone for this long, so that the next death names its job. */
const SUSPECT_MS = 60_000;

/** Use cases one of whose jobs ended a process lately. */
export class Suspects {
  readonly #until = new Map<number, number>();

  add(useCaseNo: number, now: number): void {
    this.#until.set(useCaseNo, now + SUSPECT_MS);
  }

  has(useCaseNo: number, now: number): boolean {
    return (this.#until.get(useCaseNo) ?? 0) > now;
  }
}
