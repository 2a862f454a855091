import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Daemon, daemon } from '../daemon.ts';
import { findProgram, makeServerFolder, startServerProgram, writeForServer } from '../programs.ts';

export interface EtcdPlace {
  directory: string;
  name: string;
  /** Tells clusters of one machine apart. */
  cluster: string;
  ports: { client: number; peer: number };
  /** The peer port of each member, this one included. */
  peers: Record<string, number>;
}

/**
 * The flags of a member, as `docker/compose.ha.yaml` has them. Patroni 3.0 uses the second version of etcd's API: with the third it
 * renews its lease on being the primary without looking whether somebody else has it, so a primary that was frozen took the
 * lease back, and the writes of its successor were lost.
 */
export const pace = [
  '--heartbeat-interval=100',
  '--election-timeout=1000',
  '--auto-compaction-retention=1h',
  '--enable-v2=true',
];

/** A member of etcd, which decides which server is the primary. */
export async function etcdServer({ directory, name, cluster, ports, peers }: EtcdPlace): Promise<Daemon> {
  await makeServerFolder(directory);
  const data = join(directory, 'data');
  const pidFile = join(directory, 'etcd.pid');
  const logFile = join(directory, 'etcd.log');
  const client = `http://127.0.0.1:${ports.client}`;
  const peer = `http://127.0.0.1:${ports.peer}`;
  const members = Object.entries(peers).map(([other, port]) => `${other}=http://127.0.0.1:${port}`);
  return daemon({
    port: ports.client,
    pidFile,
    logFile,
    start: async () => {
      const pid = await startServerProgram(
        directory,
        findProgram('etcd'),
        [
          ...[`--name=${name}`, `--data-dir=${data}`, ...pace],
          ...[`--listen-client-urls=${client}`, `--advertise-client-urls=${client}`],
          ...[`--listen-peer-urls=${peer}`, `--initial-advertise-peer-urls=${peer}`],
          ...[`--initial-cluster=${members.join(',')}`, `--initial-cluster-token=${cluster}`],
          `--initial-cluster-state=${existsSync(data) ? 'existing' : 'new'}`,
        ],
        { log: logFile },
      );
      await writeForServer(pidFile, `${pid}\n`);
    },
  });
}
