import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Client } from '../../engine/connection.ts';
import { quoteLiteral } from '../../engine/quote-literal.ts';
import { shippedConfiguration } from './programs.ts';

/** The logins of the portal, as `docker/postgres/logins.sql` makes them. */
export const loginNames = [
  'portal_owner',
  'portal_public',
  'portal_staff',
  'portal_system',
  'portal_worker',
  'portal_import',
  'portal_control',
  'portal_auditor',
  'portal_agent',
  'portal_maintenance',
  'portal_replication',
] as const;
export type LoginName = (typeof loginNames)[number];

/** The options of `openDatabase` that name one server as each login. */
export interface LoginUrls {
  url: string;
  staffUrl: string;
  systemUrl: string;
}

export const loginUrls = (urlOf: (login: LoginName) => string): LoginUrls => ({
  url: urlOf('portal_public'),
  staffUrl: urlOf('portal_staff'),
  systemUrl: urlOf('portal_system'),
});

/** The same in the worker's process. */
export const workerLoginUrls = (urlOf: (login: LoginName) => string): LoginUrls => ({
  ...loginUrls(urlOf),
  systemUrl: urlOf('portal_worker'),
});

/** The environment variables for the same. */
export const loginEnvironment = ({ url, staffUrl, systemUrl }: LoginUrls) => ({
  DATABASE_URL: url,
  DATABASE_STAFF_URL: staffUrl,
  DATABASE_SYSTEM_URL: systemUrl,
});

const shipped = (name: string) => readFileSync(join(shippedConfiguration, 'postgres', name), 'utf8');

/**
 * Makes the portal's roles and logins on a server, from the script that production uses. `superuser` is connected to any
 * of its databases. A login without a password can be used only where the server trusts its callers.
 */
export async function makeLogins(
  superuser: Client,
  passwords: Partial<Record<LoginName, string>> = {},
): Promise<void> {
  const statements = shipped('logins.sql').replaceAll(/:'(\w+)'/g, (_, name) =>
    quoteLiteral(passwords[`portal_${name}` as LoginName] ?? ''),
  );
  await superuser.unsafe(statements);
}

/** Makes a database of the owner's ready for `migrate`. `superuser` is connected to it. */
export async function prepareDatabase(superuser: Client): Promise<void> {
  await superuser.unsafe(shipped('database.sql'));
}
