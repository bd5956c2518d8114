/** The Postgres that a test run shares. */
export interface TestServer {
  /** A role that may create databases. */
  readonly adminUrl: string;
  /** A migrated database that nobody connects to; every test file clones it. */
  readonly template: string;
}
