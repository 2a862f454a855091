import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { allSealKeys, currentSealKey } from '../../../audit/seal/entry.ts';
import { sealTrail } from '../../../audit/seal/seal-trail.ts';
import { type Database, openDatabase } from '../../../database.ts';
import { makeKey, readKeyRing } from '../../../engine/secrets/key-ring.ts';
import { runPortal } from '../../cli/run-portal.ts';
import { startTopology, type TestTopology } from '../../testing/test-topology.ts';
import { backupFolder, type ServerPlace } from './backup-folder.ts';
import type { DrillKeys } from './drill/drill-check.ts';
import type { Watched } from './run-pgbackrest.ts';
import { setUpBackups } from './set-up-backups.ts';

/** Work that nobody watches or cancels. */
export const silent = (): Watched => ({
  signal: new AbortController().signal,
  onProgress: () => undefined,
});

export interface BackedUpServer {
  topology: TestTopology;
  place: ServerPlace;
  /** The server's data folder. */
  data: string;
  /** The folders of the two repositories. */
  repositories: [string, string];
  db: Database;
  keys: DrillKeys;
  /** Lets the portal live for a moment: its heart beats, and the trail is sealed. */
  live(): Promise<void>;
  /** Runs a command of `portal` beside the server, and returns its exit code and what it said. */
  portal(
    args: string[],
    typed?: string,
    settings?: Record<string, string>,
    signal?: AbortSignal,
  ): Promise<{ code: number; said: string }>;
  remove(): Promise<void>;
}

/** A server that hands its log over to two repositories. Its folders end with this process. */
export async function startBackedUpServer(): Promise<BackedUpServer> {
  // A backup of a server that does not write its pages whole is worth nothing, and neither is a test of one.
  const topology = await startTopology({
    replicas: 0,
    settings: { full_page_writes: 'on', shared_buffers: '64MB' },
  });
  const [server] = topology.servers;
  if (!server) throw new Error('There is no server.');
  const base = join(server.directory, '..');
  const data = join(server.directory, 'pgdata');
  const repositories: [string, string] = [join(base, 'repository-1'), join(base, 'repository-2')];
  const place = {
    folder: backupFolder(join(base, 'backups')),
    urls: [topology.directUrl(0, 'portal_agent')],
  };
  const plan = { data, places: repositories, environment: {} };
  await setUpBackups(place, plan, silent());
  symlinkSync(place.folder.archiveSettings, join(server.directory, 'archive.conf'));
  await server.stop();
  await server.start();
  await setUpBackups(place, plan, silent());
  const db = openDatabase({ ...topology.directLogins(0), maxConnections: 4 });
  const text = makeKey();
  const ring = readKeyRing(text);
  return {
    topology,
    place,
    data,
    repositories,
    db,
    keys: { ring, environment: { PORTAL_KEYS: text }, seals: allSealKeys(ring) },
    live: async () => {
      await topology.ask(0, 'update portal_heartbeat set beat_at = clock_timestamp()', 'portal');
      await sealTrail(db, { key: currentSealKey(ring) });
    },
    portal: async (args, typed, settings, signal = new AbortController().signal) => {
      const out = new PassThrough();
      let said = '';
      out.setEncoding('utf8').on('data', (part: string) => {
        said += part;
      });
      const stdin = new PassThrough();
      stdin.end(typed === undefined ? '' : `${typed}\n`);
      const code = await runPortal(args, {
        environment: {
          NODE_ENV: 'test',
          DATA_DIRECTORY: join(base, 'agent'),
          SERVER_BACKUPS: place.folder.path,
          DATABASE_AGENT_URLS: place.urls.join(' '),
          ...settings,
        },
        stdin,
        stdout: out,
        stderr: out,
        signal,
        user: 'test',
      });
      return { code, said };
    },
    remove: async () => {
      await db.close();
      await topology.remove();
    },
  };
}
