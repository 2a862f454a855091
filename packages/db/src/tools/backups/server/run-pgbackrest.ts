import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { Failure } from '../../../engine/errors.ts';
import { findProgram, serverAccount } from '../../local-servers/programs.ts';
import { type BackupFolder, stanza } from './backup-folder.ts';

/** A command of pgBackRest that failed, with its own number of the error. */
export class BackupFailed extends Failure {
  readonly number: number | undefined;
  constructor(message: string, number?: number, options?: ErrorOptions) {
    super('unavailable', message, options);
    this.number = number;
  }
}

export interface Watched {
  signal: AbortSignal;
  onProgress: (message: string) => void;
}

/** So many lines of a failed command are looked through for its reason. */
const keptLines = 200;

/**
 * Runs a command of pgBackRest as the server's account, and returns what it wrote. Its environment is ours alone: variables of
 * pgBackRest would change the command, and are not handed on to a server that restores.
 * @throws BackupFailed with the reason; the signal's reason when it was canceled.
 */
export async function runPgBackRest(
  folder: BackupFolder,
  args: string[],
  { signal, onLine }: { signal: AbortSignal; onLine?: (line: string) => void },
): Promise<string> {
  signal.throwIfAborted();
  const child = spawn(
    findProgram('pgbackrest'),
    [`--config=${folder.configuration}`, `--stanza=${stanza}`, ...args],
    {
      ...(await serverAccount()),
      cwd: '/',
      env: { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C.UTF-8', PGPASSFILE: folder.passwords },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  // pgBackRest ends its own processes and leaves the server's backup mode on this signal.
  const stop = () => child.kill('SIGTERM');
  signal.addEventListener('abort', stop, { once: true });
  const last: string[] = [];
  let output = '';
  const note = (line: string) => {
    last.push(line);
    if (last.length > keptLines) last.shift();
    onLine?.(line);
  };
  createInterface({ input: child.stderr }).on('line', note);
  createInterface({ input: child.stdout }).on('line', (line) => {
    output += `${line}\n`;
    note(line);
  });
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    if (code === 0) return output;
    signal.throwIfAborted();
    throw failureIn(last, code);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** Whoever follows pgBackRest's own hint to create the stanza again makes it worse. */
const unreadable =
  'The repository cannot be read with its key. Find the right key in the recovery kit, and do not set the repository up again.';
const isUnreadable = (said: string) =>
  /FormatError|unable to flush|bad decrypt|CryptoError|cipher/i.test(said);

/** The reason why a repository cannot be read, for a person. */
export const inWordsOfRepository = (said: string): string =>
  isUnreadable(said) ? unreadable : said.replaceAll(/\s+/g, ' ').trim();

function failureIn(lines: string[], code: number | null): BackupFailed {
  const at = lines.findLastIndex((line) => /ERROR: \[\d+\]/.test(line));
  const [, number, said = ''] = /ERROR: \[(\d+)\]: (.*)$/.exec(lines[at] ?? '') ?? [];
  if (isUnreadable(lines.join('\n'))) return new BackupFailed(unreadable, Number(number));
  const details = lines
    .slice(at + 1)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('HINT') && !/P\d+ /.test(line));
  return new BackupFailed(
    number
      ? `pgBackRest: ${[said, ...details].join(' ').slice(0, 600)} [${number}]`
      : `pgBackRest ended with ${code}: ${lines.slice(-3).join(' ')}`,
    Number(number),
  );
}

/** A line of progress without pgBackRest's own time and process; undefined for one that says nothing to a person. */
export function progressIn(line: string): string | undefined {
  const [, said] = /P0\d\s+INFO: (.*)$/.exec(line) ?? [];
  return said && !/command begin|command end/.test(said) ? said : undefined;
}

/** Options for a command whose output a program reads. */
export const quiet = ['--log-level-console=off', '--log-level-stderr=error'];
