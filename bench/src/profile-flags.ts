/** Node's flags for a CPU profile of a process; none where no folder is named. */
export function profileFlags(profileDir: string | null, part: string): string[] {
  if (profileDir === null) return [];
  return ['--cpu-prof', `--cpu-prof-dir=${profileDir}`, `--cpu-prof-name=${part}-${process.pid}.cpuprofile`];
}
