import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeServerFolder, serverAccount } from '../local-servers/programs.ts';

const keptMark = 'kept';
/** The prefix of this checkout's server folders, so that a run cleans up only its own. */
const prefix = `namc-portal-${createHash('sha256')
  .update(import.meta.url)
  .digest('hex')
  .slice(0, 8)}-`;

/** Ends any server that runs in a folder, including a frozen one. */
const endServers = `
for file in $(find "$1" -name patroni.pid -o -name etcd.pid) $(find "$1" -name postmaster.pid -o -name pgbouncer.pid -o -name redis.pid -o -name clamd.pid); do
  pid="$(head -n 1 "$file")"
  # Patroni goes on after the other signal, and would start its PostgreSQL again.
  case "$file" in */patroni.pid | */etcd.pid) kill -KILL "$pid" ;; *) kill -QUIT "$pid" ;; esac
  kill -CONT "$pid" $(cat "/proc/$pid/task/$pid/children")
  for try in 1 2 3 4 5 6 7 8 9 10; do [ -e "$file" ] && [ -e "/proc/$pid" ] && sleep 0.2; done
done 2>/dev/null
rm -rf "$1"
`;

/** Makes a folder for servers of this process. The servers end with this process, however it ends. */
export async function temporaryServerFolder(): Promise<string> {
  const directory = mkdtempSync(join(tmpdir(), prefix));
  await makeServerFolder(directory);
  const script = `while [ -e /proc/${process.pid} ]; do [ -d "$1" ] || exit 0; sleep 1; done
[ -e "$1/${keptMark}" ] && exit 0
${endServers}`;
  spawn('/bin/sh', ['-c', script, 'sh', directory], {
    ...(await serverAccount()),
    cwd: '/',
    stdio: 'ignore',
    detached: true,
  }).unref();
  return directory;
}

/** Lets the servers in the folder outlive this process. The next test run of the same checkout ends them. */
export function keepServers(directory: string): void {
  writeFileSync(join(directory, keptMark), '');
}

/** Ends the servers that earlier runs kept for inspecting a failed test. */
export async function removeKeptServers(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(prefix))) {
    const directory = join(tmpdir(), name);
    if (!existsSync(join(directory, keptMark))) continue;
    await new Promise((ended) => spawn('/bin/sh', ['-c', endServers, 'sh', directory]).once('exit', ended));
    rmSync(directory, { recursive: true, force: true });
  }
}
