import { readFileSync } from 'node:fs';

/** A part of the stack: one process, or a server with a process for each connection. */
export interface Part {
  name: string;
  /** Undefined while it does not run. */
  pid: () => number | undefined;
  /** Counts its child processes too, also those that have ended. */
  hasChildren?: boolean;
}

/** Linux tells processor time in hundredths of a second, on every machine. */
const ticksPerSecond = 100;

/** The seconds of processor time that each part has used, and those of the whole machine. */
export interface ProcessorTime {
  parts: Map<string, number>;
  machine: number;
  at: number;
}

export function readProcessorTime(parts: readonly Part[]): ProcessorTime {
  return {
    parts: new Map(parts.map((part) => [part.name, secondsOf(part)])),
    machine: machineSeconds(),
    at: performance.now(),
  };
}

/** The processors that each part kept busy between two readings: 1 is one core. */
export function busyBetween(
  before: ProcessorTime,
  after: ProcessorTime,
): { parts: Map<string, number>; machine: number } {
  const seconds = (after.at - before.at) / 1000;
  return {
    parts: new Map(
      [...after.parts].map(([name, used]) => [name, (used - (before.parts.get(name) ?? used)) / seconds]),
    ),
    machine: (after.machine - before.machine) / seconds,
  };
}

function secondsOf({ pid, hasChildren = false }: Part): number {
  const main = pid();
  if (main === undefined) return 0;
  if (!hasChildren) return ticksOf(main, 2) / ticksPerSecond;
  const children = readFileSync(`/proc/${main}/task/${main}/children`, 'utf8').split(' ').filter(Boolean);
  const ticks = children.map((child) => ticksOf(Number(child), 2));
  return [ticksOf(main, 4), ...ticks].reduce((sum, one) => sum + one, 0) / ticksPerSecond;
}

/**
 * The ticks of a process in user and system mode; with `fields` 4 also those of the children that have ended
 * (`man 5 proc_pid_stat`, fields 14 to 17). 0 for a process that is gone.
 */
function ticksOf(pid: number, fields: 2 | 4): number {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return 0;
  }
  // The name in parentheses may hold spaces; the state after it is field 3.
  const afterName = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return afterName.slice(11, 11 + fields).reduce((sum, ticks) => sum + Number(ticks), 0);
}

/** User, nice, system, interrupts and steal of all processors: what somebody used or took. */
function machineSeconds(): number {
  const [first = ''] = readFileSync('/proc/stat', 'utf8').split('\n');
  const [user = 0, nice = 0, system = 0, , , hard = 0, soft = 0, steal = 0] = first
    .split(/\s+/)
    .slice(1)
    .map(Number);
  return (user + nice + system + hard + soft + steal) / ticksPerSecond;
}
