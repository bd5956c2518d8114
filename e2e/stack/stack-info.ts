/** Where a running stack can be reached, and as whom. */
export interface StackInfo {
  readonly dataDir: string;
  readonly webUrl: string;
  readonly apiUrl: string;
  readonly engineUrl: string;
  readonly email: string;
  readonly password: string;
  readonly apiKey: string;
}
