/** Where the command was typed: npm itself moves to the root of the repository. */
export function readWorkingDir(): string {
  return process.env.INIT_CWD || process.cwd();
}
