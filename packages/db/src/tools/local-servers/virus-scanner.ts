import { join } from 'node:path';
import { type Daemon, daemon } from './daemon.ts';
import { findProgram, makeServerFolder, runServerProgram, writeForServer } from './programs.ts';

/**
 * Runs ClamAV's daemon with signatures of its own, one line each (`md5:size:name`), as the tests bring them. It downloads
 * nothing.
 */
export async function virusScannerServer({
  directory,
  port,
  signatures,
  mostBytes,
}: {
  directory: string;
  port: number;
  signatures: string[];
  /** The largest file that it scans. */
  mostBytes: number;
}): Promise<Daemon> {
  const database = join(directory, 'signatures');
  await makeServerFolder(directory);
  await makeServerFolder(database);
  const file = (name: string) => join(directory, name);
  await writeForServer(join(database, 'portal.hdb'), `${signatures.join('\n')}\n`);
  await writeForServer(
    file('clamd.conf'),
    [
      ...[`TCPSocket ${port}`, 'TCPAddr 127.0.0.1', `DatabaseDirectory ${database}`],
      ...[`PidFile ${file('clamd.pid')}`, `LogFile ${file('clamd.log')}`, `TemporaryDirectory ${directory}`],
      ...[`StreamMaxLength ${mostBytes}`, `MaxFileSize ${mostBytes}`, `MaxScanSize ${mostBytes}`],
      '',
    ].join('\n'),
  );
  return daemon({
    port,
    pidFile: file('clamd.pid'),
    logFile: file('clamd.log'),
    start: () => runServerProgram(directory, findProgram('clamd'), ['--config-file', file('clamd.conf')]),
  });
}
