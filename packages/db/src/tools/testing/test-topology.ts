import { rmSync } from 'node:fs';
import { makeTopology, type Topology } from '../local-servers/topology.ts';
import { migrate } from '../migrate/migrate.ts';
import { testSettings } from './cluster.ts';
import { temporaryServerFolder } from './temporary-servers.ts';

export interface TestTopology extends Topology {
  /** The replica receives changes and applies nothing until `resumeReplay`. */
  pauseReplay(server: number): Promise<void>;
  resumeReplay(server: number): Promise<void>;
  promote(server: number): Promise<void>;
  /** Makes the replica receive from another server. */
  follow(replica: number, primary: number): Promise<void>;
  /** Stops everything and removes its files. */
  remove(): Promise<void>;
}

/** A migrated primary with replicas, PgBouncer and Redis, which end with this process. */
export async function startTopology(
  options: {
    replicas?: number;
    settings?: Record<string, string>;
    poolerSettings?: Record<string, string | number>;
    poolsOwner?: boolean;
  } = {},
): Promise<TestTopology> {
  const directory = await temporaryServerFolder();
  const topology = await makeTopology(directory, {
    replicas: options.replicas ?? 2,
    database: 'portal',
    settings: { ...testSettings, shared_buffers: '128MB', ...options.settings },
    ...(options.poolerSettings ? { poolerSettings: options.poolerSettings } : {}),
    poolsOwner: options.poolsOwner ?? false,
  });
  await migrate({ ownerUrl: topology.directUrl(0, 'portal_owner'), embedded: false });
  return {
    ...topology,
    pauseReplay: async (server) => void (await topology.ask(server, 'select pg_wal_replay_pause()')),
    resumeReplay: async (server) => void (await topology.ask(server, 'select pg_wal_replay_resume()')),
    promote: async (server) => void (await topology.ask(server, 'select pg_promote()')),
    follow: async (replica, primary) => {
      const [own] = await topology.ask<{ conninfo: string; slot: string }>(
        replica,
        `select current_setting('primary_conninfo') as conninfo, current_setting('primary_slot_name') as slot`,
      );
      if (!own) return;
      await topology.ask(primary, `select pg_create_physical_replication_slot('${own.slot}')`);
      const port = topology.servers[primary]?.port;
      const conninfo = own.conninfo.replace(/port='?\d+'?/, `port=${port}`).replaceAll("'", "''");
      await topology.ask(replica, `alter system set primary_conninfo = '${conninfo}'`);
      await topology.ask(replica, 'select pg_reload_conf()');
    },
    remove: async () => {
      for (const server of topology.servers) if (server.isRunning()) await server.kill();
      await topology.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
