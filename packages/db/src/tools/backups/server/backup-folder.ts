import { join } from 'node:path';

/** The name under which pgBackRest knows the portal's server. */
export const stanza = 'portal';

/** The folder beside a server with all that its backups need. Only the server's account enters it. */
export interface BackupFolder {
  path: string;
  /** pgBackRest's configuration, with the keys of the repositories. */
  configuration: string;
  /** The settings with which PostgreSQL hands its log over. */
  archiveSettings: string;
  /** A key a line, for each repository in turn. It belongs to the recovery kit. */
  keys: string;
  /** The password of the agent's login, as libpq reads it. */
  passwords: string;
  log: string;
  lock: string;
  spool: string;
}

/** The server beside this process: the folder of its backups, and the servers as the agent's login. */
export interface ServerPlace {
  folder: BackupFolder;
  urls: string[];
}

export const backupFolder = (path: string): BackupFolder => ({
  path,
  configuration: join(path, 'pgbackrest.conf'),
  archiveSettings: join(path, 'archive.conf'),
  keys: join(path, 'keys'),
  passwords: join(path, 'pgpass'),
  log: join(path, 'log'),
  lock: join(path, 'lock'),
  spool: join(path, 'spool'),
});
