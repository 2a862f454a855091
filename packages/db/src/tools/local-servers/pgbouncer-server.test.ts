import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { connect } from '../../engine/connection.ts';
import { freePort } from '../../engine/free-port.ts';
import { temporaryServerFolder } from '../testing/temporary-servers.ts';
import { testDatabase } from '../testing/test-database.ts';
import { pgBouncerServer } from './pgbouncer-server.ts';

const portal = testDatabase();
const owners = {
  '': 'portal_public',
  _staff: 'portal_staff',
  _system: 'portal_system',
  _worker: 'portal_worker',
};
const logins = Object.values(owners);
const names = [1, 2, 3].flatMap((server) =>
  Object.entries(owners).map(([ending, login]) => ({ name: `portal_${server}${ending}`, login })),
);

describe('through the shipped pooler, a login reaches the pools of', () => {
  let directory = '';
  let pooler: Awaited<ReturnType<typeof pgBouncerServer>>;

  beforeAll(async () => {
    directory = await temporaryServerFolder();
    const database = new URL(portal.ownerUrl).pathname.slice(1);
    const server = { port: inject('portalCluster').port, database };
    pooler = await pgBouncerServer({
      directory,
      port: await freePort(),
      databases: Object.fromEntries(names.map(({ name }) => [name, server])),
      passwords: Object.fromEntries(logins.map((login) => [login, 'secret'])),
    });
    await pooler.start();
  });
  afterAll(async () => {
    await pooler.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  const whoAmI = async (login: string, name: string, password = 'secret') => {
    const url = `postgres://${login}:${password}@127.0.0.1:${pooler.port}/${name}`;
    const sql = connect(url, { max: 1, applicationName: 'test', preparedStatements: false });
    const asked = sql<{ login: string }[]>`select session_user as login`.then(
      ([row]) => row?.login,
      (error: Error) => error.message,
    );
    return asked.finally(() => sql.end());
  };

  it.each(names)('$name: $login alone', async ({ name, login }) => {
    for (const other of logins) {
      expect(await whoAmI(other, name)).toBe(other === login ? login : 'login rejected');
    }
  });

  it('none with a wrong password, and none that no line names', async () => {
    expect(await whoAmI('portal_public', 'portal_1', 'guessed')).toMatch(/authentication failed/);
    expect(await whoAmI('portal_public', 'portal')).toBe('login rejected');
    expect(await whoAmI('portal_public', 'pgbouncer')).toBe('not allowed');
  });
});
