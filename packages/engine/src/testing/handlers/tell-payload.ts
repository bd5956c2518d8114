/** Fails with what its payload says, as handlers do that tell what they stumbled over. */
export default function tellPayload(payload: unknown): void {
  throw new Error(`cannot handle ${JSON.stringify(payload)}`);
}
