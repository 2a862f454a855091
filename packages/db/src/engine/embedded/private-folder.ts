import { chmodSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** PostgreSQL's name for the socket of the port in a URL without one. */
export const socketName = '.s.PGSQL.5432';
/** The shortest limit of the systems that the portal runs on (macOS), with its final zero. */
const longestSocketPath = 103;

/** The URL of a PostgreSQL that listens on a socket in `directory`. */
export const socketUrl = (directory: string) =>
  `postgres://postgres@localhost:5432/postgres?host=${encodeURIComponent(directory)}`;

/**
 * A folder of this user alone for the socket: beside the data, or a fresh one where that path is longer than a
 * socket's may be.
 */
export function socketFolder(directory: string): string {
  const beside = join(directory, 'socket');
  if (Buffer.byteLength(join(beside, socketName)) > longestSocketPath) {
    return mkdtempSync(join(tmpdir(), 'namc-portal-'));
  }
  mkdirSync(beside, { recursive: true, mode: 0o700 });
  return beside;
}

/** Removes a socket's folder that is not beside the data. The other one may be the next portal's by now. */
export function removeSocketFolder(directory: string, socket: string): void {
  if (socket !== join(directory, 'socket')) rmSync(socket, { recursive: true, force: true });
}

/**
 * Takes every right of other users from the folder and all that is in it: an earlier version made them readable for
 * everybody. The folder of `portal cluster up` stays reachable for the account that its servers run as.
 */
export function makePrivate(directory: string): void {
  const cluster = join(directory, 'cluster');
  chmodSync(directory, existsSync(cluster) ? 0o711 : 0o700);
  for (const entry of readdirSync(directory)) {
    if (join(directory, entry) !== cluster) closeToOthers(join(directory, entry));
  }
}

function closeToOthers(path: string): void {
  const found = lstatSync(path);
  if (found.isSymbolicLink()) return;
  if (found.isDirectory()) for (const entry of readdirSync(path)) closeToOthers(join(path, entry));
  if ((found.mode & 0o077) !== 0) chmodSync(path, found.mode & 0o700);
}
