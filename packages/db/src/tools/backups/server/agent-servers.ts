import { type Client, connect } from '../../../engine/connection.ts';
import { Refused } from '../../../engine/errors.ts';
import { nameServers } from '../../../engine/routing/servers.ts';
import { SettingsError } from '../../../engine/settings.ts';
import { findPrimary } from '../../health/agent.ts';

/** The servers as the agent sees them: the one beside it, and the one that accepts writes. */
export interface AgentServers {
  /** `host:port` of the server beside the agent. */
  name: string;
  own: Client;
  primary: Client;
  /** True if the server beside the agent accepts writes. It alone is backed up. */
  isPrimary: boolean;
}

/** @throws SettingsError without servers; Refused if none accepts writes. */
export async function withAgentServers<T>(
  urls: string[],
  run: (servers: AgentServers) => Promise<T>,
): Promise<T> {
  if (urls.length === 0) {
    throw new SettingsError(['DATABASE_AGENT_URLS must name the servers, the one beside this machine first']);
  }
  const clients = urls.map((url) =>
    connect(url, {
      max: 1,
      applicationName: 'portal backup',
      connectTimeoutMs: 2_000,
      fetchTypes: false,
      preparedStatements: false,
    }),
  );
  try {
    const primary = await findPrimary(clients);
    const [own] = clients;
    if (!own || !primary) throw new Refused('No server accepts writes, so no run can be recorded.');
    return await run({ name: nameServers(urls)[0] ?? '', own, primary, isPrimary: own === primary });
  } finally {
    await Promise.all(clients.map((client) => client.end({ timeout: 0 }).catch(() => undefined)));
  }
}

/** @throws Refused beside a replica, which has no say in backups. */
export function demandPrimary({ isPrimary, name }: AgentServers): void {
  if (!isPrimary)
    throw new Refused(`${name} is a replica. Backups are made beside the server that accepts writes.`);
}

/** The size of a segment of the log in bytes. */
export async function readSegmentBytes({ own }: AgentServers): Promise<number> {
  const [row] = await own<{ bytes: number }[]>`
    select setting::float8 as bytes from pg_settings where name = 'wal_segment_size'`;
  return row?.bytes ?? 16 * 2 ** 20;
}
