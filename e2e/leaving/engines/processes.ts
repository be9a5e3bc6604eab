import { existsSync, readdirSync, readFileSync } from 'node:fs';

export interface ProcessInfo {
  pid: number;
  /** The arguments, usually separated by null characters. */
  commandLine: string;
}

/** Lists the ids of all processes. Linux only; empty on other systems. */
export const listProcessIds = (): number[] =>
  existsSync('/proc/self/stat')
    ? readdirSync('/proc')
        .filter(name => /^\d+$/.test(name))
        .map(Number)
    : [];

/** Lists the children of a process, their children, and so on. */
export function listDescendants(pid: number): ProcessInfo[] {
  const processes = listProcessIds().flatMap(pid => {
    try {
      const parent = Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ')[1]);
      return [{ pid, parent, commandLine: readFileSync(`/proc/${pid}/cmdline`, 'utf8') }];
    } catch {
      // The process has ended since.
      return [];
    }
  });
  const listBelow = (parentPid: number): ProcessInfo[] =>
    processes.filter(({ parent }) => parent === parentPid).flatMap(child => [child, ...listBelow(child.pid)]);
  return listBelow(pid);
}

/** Sends SIGKILL to all processes. */
export function killAll(pids: number[]): void {
  for (const pid of pids) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // The process has ended already.
    }
  }
}
