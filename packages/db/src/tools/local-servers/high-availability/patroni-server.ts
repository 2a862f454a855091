import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type PostgresServer, postgresServer } from '../postgres-server.ts';
import { findPostgres, findProgram, isAlive, runningPid, startServerProgram } from '../programs.ts';
import { untilTrue } from './until-true.ts';

export interface PatroniPlace {
  directory: string;
  name: string;
  /** Tells clusters of one machine apart. */
  cluster: string;
  /** The folder with the shipped configuration, and the one with the passwords. */
  configuration: string;
  secrets: string;
  ports: { postgres: number; control: number };
  /** The client port of each member of etcd. */
  etcd: number[];
  password: string;
}

/** A PostgreSQL server that Patroni runs. `start`, `stop`, `kill` and `freeze` mean both. */
export interface PatroniServer extends PostgresServer {
  readonly name: string;
  /** Patroni's process id while it runs. */
  patroniPid(): number | undefined;
  /** Ends PostgreSQL alone, as a crash does. */
  killPostgres(): Promise<void>;
  /** Ends Patroni and what would end PostgreSQL with it, so that PostgreSQL goes on alone. */
  killPatroniAlone(): Promise<void>;
  /** Asks Patroni's own port. Undefined while it does not answer. */
  control(path: string, init?: RequestInit): Promise<{ status: number; text: string } | undefined>;
  isPrimary(): Promise<boolean>;
}

export function patroniServer(place: PatroniPlace): PatroniServer {
  const { directory, name, ports } = place;
  const postgres = postgresServer({ directory, port: ports.postgres, settings: {} });
  const log = join(directory, 'patroni.log');
  const patroniPid = () => runningPid(join(directory, 'patroni.pid'));
  const control: PatroniServer['control'] = async (path, init = {}) => {
    try {
      const answer = await fetch(`http://127.0.0.1:${ports.control}${path}`, {
        signal: AbortSignal.timeout(3_000),
        ...init,
        headers: { authorization: `Basic ${Buffer.from(`portal:${place.password}`).toString('base64')}` },
      });
      return { status: answer.status, text: await answer.text() };
    } catch {
      return undefined;
    }
  };
  const signal = (kind: NodeJS.Signals, pid: number | undefined) => {
    try {
      if (pid !== undefined) process.kill(pid, kind);
    } catch {
      // It has ended in the meantime.
    }
  };
  const isRunning = () => patroniPid() !== undefined || postgres.isRunning();
  return {
    ...postgres,
    name,
    patroniPid,
    control,
    isRunning,
    isPrimary: async () => (await control('/primary'))?.status === 200,
    start: async () => {
      const address = `127.0.0.1:${ports.control}`;
      const server = `127.0.0.1:${ports.postgres}`;
      // Patroni of an earlier run must not be taken for this one.
      await untilTrue(`The end of ${name}`, () => patroniPid() === undefined, 30);
      await startServerProgram(directory, '/bin/sh', [join(place.configuration, 'start.sh')], {
        log,
        env: {
          PATH: `${place.configuration}:/usr/local/bin:/usr/bin:/bin`,
          CONFIGURATION: place.configuration,
          SECRETS: place.secrets,
          DATA: directory,
          SCRIPTS: place.configuration,
          CREATE_LOGINS: join(place.configuration, 'create-logins.sh'),
          SERVER_PORT: String(ports.postgres),
          PATRONI: findProgram('patroni'),
          PATRONI_NAME: name,
          // Another cluster on this machine may have had its etcd on the same port.
          PATRONI_NAMESPACE: `/${place.cluster}/`,
          PATRONI_ETCD_HOSTS: place.etcd.map((port) => `127.0.0.1:${port}`).join(','),
          PATRONI_RESTAPI_LISTEN: address,
          PATRONI_RESTAPI_CONNECT_ADDRESS: address,
          PATRONI_POSTGRESQL_LISTEN: server,
          PATRONI_POSTGRESQL_CONNECT_ADDRESS: server,
          PATRONI_POSTGRESQL_BIN_DIR: findPostgres().replace(/\/$/, ''),
        },
      });
      const isReady = async () => (await control('/health'))?.status === 200;
      await untilTrue(`The start of ${name}`, isReady, 90).catch((cause) => {
        const said = existsSync(log) ? readFileSync(log, 'utf8').slice(-2_000) : '';
        throw new Error(`Patroni does not start in ${directory}:\n${said}`, { cause });
      });
    },
    stop: async () => {
      signal('SIGTERM', patroniPid());
      await untilTrue(`The end of ${name}`, () => !isRunning(), 60);
    },
    kill: async () => {
      const patroni = patroniPid();
      if (patroni === undefined) return postgres.kill();
      // start.sh ends PostgreSQL with it.
      signal('SIGKILL', patroni);
      await untilTrue(`The death of ${name}`, () => !isAlive(patroni) && !postgres.isRunning(), 10);
    },
    killPostgres: () => postgres.kill(),
    killPatroniAlone: async () => {
      const patroni = patroniPid();
      if (patroni === undefined) return;
      // The fields behind the name in parentheses: the state, and the parent.
      const parent = readFileSync(`/proc/${patroni}/stat`, 'utf8').split(') ')[1]?.split(' ')[1];
      signal('SIGKILL', Number(parent));
      signal('SIGKILL', patroni);
      await untilTrue(`The death of ${name}`, () => !isAlive(patroni), 10);
    },
    freeze: () => {
      signal('SIGSTOP', patroniPid());
      postgres.freeze();
    },
    thaw: () => {
      postgres.thaw();
      signal('SIGCONT', patroniPid());
    },
  };
}
