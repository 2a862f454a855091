import { spawn } from 'node:child_process';
import { argon2Sync, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { connect } from '../../../../engine/connection.ts';
import { freePort } from '../../../../engine/free-port.ts';
import { publicLineOf, readBidKeyRing } from '../../../../engine/secrets/bid-keys.ts';
import { makeKey } from '../../../../engine/secrets/key-ring.ts';
import { BackupFailed } from '../run-pgbackrest.ts';
import { type DrillFinding, type DrillScene, notTried } from './drill-check.ts';

const program = resolve(import.meta.dirname, '../../../../../../../apps/api/src/main.ts');
const longestStartMs = 60_000;

/**
 * Starts a portal on the restored server, signs a member in and reads what only they may see. The member gets another password in the
 * copy, which nobody learns.
 */
export async function signInOnRestored(scene: DrillScene): Promise<DrillFinding> {
  if (!existsSync(program)) return notTried('a sign-in (the portal’s program is not on this machine).');
  const password = randomBytes(18).toString('base64url');
  const email = await giveAccess(scene, hashOf(password));
  if (!email) return notTried('a sign-in (there was no member without a second step).');
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const portal = spawn(process.execPath, [program], {
    cwd: resolve(program, '../../../..'),
    env: environmentOf(scene, port, origin),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [portal.stdout, portal.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-4_000);
    });
  }
  const ended = once(portal, 'exit');
  try {
    await untilItAnswers(origin, () => portal.exitCode !== null, scene.signal).catch((error: Error) => {
      throw new BackupFailed(
        `The portal does not start on the restored server: ${error.message} ${said.trim().slice(-500)}`,
      );
    });
    await signInAndRead(origin, email, password);
    return { says: 'A member signed in to a portal on the restored server, and read their sessions.' };
  } finally {
    portal.kill('SIGKILL');
    await ended;
  }
}

/** The form in which the portal stores passwords. */
function hashOf(password: string): string {
  const nonce = randomBytes(16);
  const [memory, passes, parallelism] = [19_456, 2, 1];
  const hash = argon2Sync('argon2id', {
    message: password,
    nonce,
    memory,
    passes,
    parallelism,
    tagLength: 32,
  });
  const text = (bytes: Buffer) => bytes.toString('base64').replaceAll('=', '');
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${text(nonce)}$${text(hash)}`;
}

async function giveAccess({ server, database }: DrillScene, hash: string): Promise<string | undefined> {
  const sql = connect(server.urlOf('postgres', database), { max: 1, applicationName: 'portal drill' });
  try {
    const [member] = await sql<{ id: string; email: string }[]>`
      select u.id, u.email::text as email from users u
      where u.status = 'ACTIVE' and u.email_verified_at is not null
        and not exists (select from two_factor_secrets s where s.user_id = u.id)
        and not exists (select from user_roles r where r.user_id = u.id)
      order by u.created_at limit 1`;
    if (!member) return undefined;
    await sql`
      insert into user_credentials (user_id, password_hash) values (${member.id}, ${hash})
      on conflict (user_id) do update set password_hash = excluded.password_hash`;
    return member.email;
  } finally {
    await sql.end();
  }
}

function environmentOf({ server, database, directory, keys }: DrillScene, port: number, origin: string) {
  const data = join(directory, 'portal');
  mkdirSync(data, { recursive: true, mode: 0o700 });
  return {
    NODE_ENV: 'production',
    HOST: '127.0.0.1',
    PORT: String(port),
    PUBLIC_ORIGIN: origin,
    DATA_DIRECTORY: data,
    DATABASE_URL: server.urlOf('portal_public', database),
    DATABASE_STAFF_URL: server.urlOf('portal_staff', database),
    DATABASE_SYSTEM_URL: server.urlOf('portal_system', database),
    DATABASE_POOL_SIZE: '4',
    // Nobody bids here.
    PORTAL_BID_PUBLIC_KEY: publicLineOf(readBidKeyRing(makeKey()).current),
    ...(keys.ring ? keys.environment : { PORTAL_KEYS: makeKey() }),
  };
}

async function untilItAnswers(origin: string, hasEnded: () => boolean, signal: AbortSignal): Promise<void> {
  for (const until = Date.now() + longestStartMs; ; await wait(200, undefined, { signal })) {
    if (hasEnded()) throw new Error('It ended.');
    const isThere = await fetch(`${origin}/healthz`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isThere) return;
    if (Date.now() > until) throw new Error('It did not answer within a minute.');
  }
}

async function signInAndRead(origin: string, email: string, password: string): Promise<void> {
  const headers = { 'Content-Type': 'application/json', Origin: origin };
  const begun = await fetch(`${origin}/trpc/signIn.begin`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ email, password, isKept: false }),
  });
  const answer = await begun.text();
  if (!/"outcome":"in"/.test(answer)) {
    throw new BackupFailed(`Nobody can sign in on the restored server: ${answer.slice(0, 300)}`);
  }
  const cookie = begun.headers
    .getSetCookie()
    .map((each) => each.split(';')[0])
    .join('; ');
  const read = await fetch(`${origin}/trpc/signIn.listSessions`, { headers: { Cookie: cookie } });
  const sessions = await read.text();
  if (!read.ok || !/"isCurrent":true|"isOwn":true|"id"/.test(sessions)) {
    throw new BackupFailed(
      `A signed-in member cannot read on the restored server: ${sessions.slice(0, 300)}`,
    );
  }
}
