import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { top } from './top.ts';

export interface ProgramResult {
  /** The exit code. It is 128 plus the signal's number after a signal, and 127 when the program could not be started. */
  code: number;
  /** Both output streams, in the order of arrival. */
  output: string;
}

export interface ProgramOptions {
  cwd?: string;
  env?: Record<string, string>;
  /** Ends the program and every process that it started. */
  signal?: AbortSignal;
}

/** A test runner needs this time to stop its servers. */
const patienceMs = 15_000;

/** Runs a program to its end, without a terminal and without input. The promise never rejects. */
export function runProgram(
  program: string,
  args: string[],
  options: ProgramOptions = {},
): Promise<ProgramResult> {
  const { signal } = options;
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve({ code: 130, output: '' });
    // The program gets its own process group: its children end with it, and Ctrl-C reaches it once, through this process.
    const child = spawn(program, args, {
      cwd: options.cwd ?? top,
      env: { ...process.env, ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    let output = '';
    const read = (text: string) => {
      output += text;
    };
    child.stdout.setEncoding('utf8').on('data', read);
    child.stderr.setEncoding('utf8').on('data', read);
    let deadline: NodeJS.Timeout | undefined;
    const kill = (name: NodeJS.Signals) => {
      try {
        if (child.pid) process.kill(-child.pid, name);
      } catch {
        // The group has already ended.
      }
    };
    const stop = () => {
      kill('SIGTERM');
      deadline = setTimeout(() => kill('SIGKILL'), patienceMs);
    };
    const killNow = () => kill('SIGKILL');
    signal?.addEventListener('abort', stop, { once: true });
    process.once('exit', killNow);
    const finish = (code: number) => {
      clearTimeout(deadline);
      signal?.removeEventListener('abort', stop);
      process.removeListener('exit', killNow);
      resolve({ code, output });
    };
    child.once('error', (error) => {
      output += `${program} cannot be started: ${error.message}\n`;
      finish(127);
    });
    child.once('close', (code, ended) => finish(code ?? 128 + (ended ? constants.signals[ended] : 1)));
  });
}

/** Runs a script on the Node version of this process. */
export function runNode(args: string[], options?: ProgramOptions): Promise<ProgramResult> {
  return runProgram(process.execPath, args, options);
}
