export interface CallOptions {
  /** Ends the call, waiting between tries included; what was sent may still be carried out. */
  readonly signal?: AbortSignal;
}
