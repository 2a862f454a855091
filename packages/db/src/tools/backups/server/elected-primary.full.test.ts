import { rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type HaTopology, makeHaTopology } from '../../local-servers/high-availability/ha-topology.ts';
import { untilTrue } from '../../local-servers/high-availability/until-true.ts';
import { migrate } from '../../migrate/migrate.ts';
import { temporaryServerFolder } from '../../testing/temporary-servers.ts';
import { silent } from './backed-up-server.fixture.ts';
import { backupFolder, type ServerPlace } from './backup-folder.ts';
import { readRepository } from './information.ts';
import { runDue } from './run-due.ts';
import { runPgBackRest } from './run-pgbackrest.ts';
import { setUpBackups } from './set-up-backups.ts';

let directory = '';
let topology: HaTopology;
let places: ServerPlace[];

beforeAll(async () => {
  directory = await temporaryServerFolder();
  topology = await makeHaTopology(directory, { settings: { fsync: 'off', shared_buffers: '64MB' } });
  const primary = (await topology.primary()) ?? 0;
  await migrate({ ownerUrl: topology.directUrl(primary, 'portal_owner'), embedded: false });
  places = topology.servers.map((_, at) => ({
    folder: backupFolder(join(directory, `backups_${at + 1}`)),
    // The server beside the agent comes first.
    urls: [at, ...[0, 1, 2].filter((other) => other !== at)].map((server) =>
      topology.directUrl(server, 'portal_agent'),
    ),
  }));
  const keyFile = places[primary]?.folder.keys;
  for (const at of [primary, ...[0, 1, 2].filter((one) => one !== primary)]) {
    const server = topology.servers[at];
    const place = places[at];
    if (!server || !place) throw new Error(`There is no server ${at}.`);
    await setUpBackups(
      place,
      {
        data: join(server.directory, 'pgdata'),
        places: [join(directory, 'repository')],
        environment: {},
        keyFile: at === primary ? undefined : keyFile,
      },
      silent(),
    );
    symlinkSync(place.folder.archiveSettings, join(server.directory, 'archive.conf'));
  }
  // Restarts one after the other, the replicas first.
  for (const at of [0, 1, 2].filter((one) => one !== primary)) {
    await topology.servers[at]?.stop();
    await topology.servers[at]?.start();
  }
  await topology.whole();
  await topology.switchOver();
  await topology.servers[primary]?.stop();
  await topology.servers[primary]?.start();
  await topology.whole();
}, 300_000);

afterAll(async () => {
  await topology.stop();
  rmSync(directory, { recursive: true, force: true });
}, 120_000);

const due = (at: number) =>
  runDue(places[at] as ServerPlace, {
    ...silent(),
    now: new Date(),
    keys: { ring: undefined, environment: {}, seals: undefined },
    fileStore: undefined,
  });

it('the log that a dead primary had not handed over is in the archive, and the new one is backed up at once', async () => {
  const first = (await topology.primary()) ?? 0;
  expect(await topology.ask(first, 'show archive_mode')).toEqual([{ archive_mode: 'always' }]);
  expect(await due(first)).toMatchObject({ act: 'BACKUP', type: 'FULL' });
  // Its pushes fail from now on, and those of the replicas go on.
  await topology.ask(first, `alter system set archive_command = 'false'`);
  await topology.ask(first, 'select pg_reload_conf()');
  await topology.ask(first, 'create table kept as select 1 as n', 'portal');
  const segments: string[] = [];
  for (let count = 0; count < 3; count += 1) {
    const [row] = await topology.ask<{ name: string }>(
      first,
      `select pg_walfile_name(pg_current_wal_lsn()) as name, pg_switch_wal(), pg_logical_emit_message(true, 'test', 'x')`,
    );
    segments.push(row?.name ?? '');
  }
  await topology.servers[first]?.kill();
  await untilTrue('Another primary', async () => ![undefined, first].includes(await topology.primary()), 60);
  const second = (await topology.primary()) ?? 0;
  const { folder } = places[second] as ServerPlace;
  const archived = async () => {
    const said = await runPgBackRest(
      folder,
      ['--repo=1', '--recurse', 'repo-ls', 'archive/portal'],
      silent(),
    );
    return segments.every((name) => said.includes(name));
  };
  await untilTrue('The log of the dead primary in the archive', archived, 60);
  await topology.servers[first]?.start();
  await topology.whole();
  expect(await due(second)).toMatchObject({ act: 'BACKUP', type: 'DIFFERENTIAL' });
  const newest = (await readRepository(folder, { number: 1, ...silent() })).backups.at(-1);
  const [row] = await topology.ask<{ name: string }>(
    second,
    'select pg_walfile_name(pg_current_wal_lsn()) as name',
  );
  expect(newest?.archive.start.slice(0, 8)).toBe(row?.name.slice(0, 8));
}, 240_000);
