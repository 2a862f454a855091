import { join } from 'node:path';
import type { Settings } from '../../engine/settings.ts';
import { exportPlace } from './export-place.ts';
import type { MaintenancePlace } from './run-maintenance.ts';

/**
 * The servers of the settings, past the pooler, as the login for maintenance. Without that login only the jobs that need no
 * owner run. `ownUrl` is the embedded database's.
 */
export function maintenancePlaceOf(settings: Settings, ownUrl: string, ownerUrl?: string): MaintenancePlace {
  const { database, maintenanceUrl = ownerUrl, partitionExports, dataDirectory } = settings;
  const exports = exportPlace(partitionExports, join(dataDirectory, 'partitions-on-their-way'));
  if (!database) return { urls: [ownUrl], isOwner: true, isEmbedded: true, exports };
  const { directUrls, url, replicaUrls = [] } = database;
  const servers = directUrls.length > 0 ? directUrls : [url, ...replicaUrls];
  if (!maintenanceUrl) return { urls: servers, isOwner: false, isEmbedded: false, exports };
  return {
    urls: [...new Set([maintenanceUrl, ...atServers(maintenanceUrl, directUrls)])],
    isOwner: true,
    isEmbedded: false,
    exports,
  };
}

/** The same login on each server: after a failover another one accepts writes. */
const atServers = (login: string, servers: string[]): string[] =>
  servers.map((server) => {
    const url = new URL(login);
    url.host = new URL(server).host;
    return url.href;
  });
