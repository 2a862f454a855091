import { execFile } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { PatroniServer } from '@namc/db/local-servers/high-availability/patroni-server';
import { untilTrue } from '@namc/db/local-servers/high-availability/until-true';
import { findPostgres } from '@namc/db/local-servers/programs';
import type { Load } from './load.ts';
import { type Fault, primaryOf, recovery, type Scene, settled } from './scene.ts';

const killed: Fault = {
  name: 'primary killed, its Patroni too',
  mayBe: 'unknown or refused',
  mostSeconds: 15,
  run: async (scene, load) => {
    const old = await primaryOf(scene);
    await old.kill();
    const times = await recovery(scene, load, old);
    await old.start();
    return times;
  },
};

const switchedOver: Fault = {
  name: 'switchover on purpose',
  mayBe: 'nothing',
  mostSeconds: 5,
  run: async (scene, load) => {
    await scene.topology.switchOver();
    await load.nextWrite();
    // Writes wait from the order on until the new primary takes them.
    return { untilWrites: load.told.longestGapMs };
  },
};

/** Patroni is killed and nothing ends its PostgreSQL: start.sh is gone too. Then Patroni starts again, out of strict mode. */
const restartedWithoutStrictMode: Fault = {
  name: 'Patroni killed alone, back without strict mode',
  mayBe: 'unknown or refused',
  mostSeconds: 15,
  run: async (scene, load) => {
    const { topology } = scene;
    await topology.configure({ synchronous_mode_strict: false });
    await pause(5_000);
    const old = await primaryOf(scene);
    const at = topology.servers.indexOf(old);
    const began = performance.now();
    await old.killPatroniAlone();
    await untilReplaced(scene, old);
    await load.nextWrite();
    const times = { untilWrites: performance.now() - began };
    // Someone who knows nothing of the new primary still writes to the old one. No replica is there to confirm it.
    const acknowledged = writeAlone(topology.directUrl(at, 'postgres'));
    await pause(1_000);
    await old.start();
    const isAcknowledged = await acknowledged;
    await settled(scene);
    const now = topology.servers.indexOf(await primaryOf(scene));
    const [row] = await topology.ask<{ is: boolean }>(
      now,
      `select to_regclass('written_alone') is not null as is`,
      'portal',
    );
    if (isAcknowledged && !row?.is) load.told.lost += 1;
    await topology.configure({ synchronous_mode_strict: true });
    return times;
  },
};

/** Those that each run of `npm test` makes. */
export const quickFaults: Fault[] = [killed, switchedOver];

export const faults: Fault[] = [
  killed,
  {
    name: 'PostgreSQL of the primary killed',
    mayBe: 'unknown or refused',
    mostSeconds: 15,
    run: async (scene, load) => {
      const old = await primaryOf(scene);
      await old.killPostgres();
      return recovery(scene, load, old);
    },
  },
  {
    name: 'primary frozen for 20 s',
    mayBe: 'unknown or refused',
    mostSeconds: 15,
    run: async (scene, load) => {
      const old = await primaryOf(scene);
      old.freeze();
      const thawed = pause(20_000).then(() => old.thaw());
      const times = await recovery(scene, load, old);
      await thawed;
      return times;
    },
  },
  switchedOver,
  restartedWithoutStrictMode,
  {
    name: 'two primaries killed in a row',
    // Nobody can take over from the second one before a third server has started again.
    mayBe: 'unknown or refused',
    mostSeconds: 45,
    run: killTwo,
  },
  {
    name: 'two of three members of etcd killed for 15 s',
    mayBe: 'nothing',
    mostSeconds: 5,
    run: async ({ topology }, load) => {
      const began = performance.now();
      for (const one of topology.etcd.slice(0, 2)) await one.kill();
      await load.nextWrite();
      const untilWrites = performance.now() - began;
      // Longer than the lease of the primary.
      await pause(15_000);
      for (const one of topology.etcd.slice(0, 2)) await one.start();
      return { untilWrites };
    },
  },
];

/** Writes with a client that knows one server only, as an administrator's psql. False if the server does not acknowledge it. */
async function writeAlone(url: string): Promise<boolean> {
  try {
    await promisify(execFile)(
      `${findPostgres()}psql`,
      [url, '--no-psqlrc', '--command', 'create table written_alone ()'],
      { timeout: 60_000 },
    );
    return true;
  } catch {
    return false;
  }
}

/** The old primary may still answer, as when its Patroni alone was killed. */
const untilReplaced = ({ topology }: Scene, old: PatroniServer) =>
  untilTrue(
    'Another primary',
    async () =>
      (await Promise.all(topology.servers.map((one) => one !== old && one.isPrimary()))).includes(true),
    60,
  );

async function hasConfirming({ topology }: Scene): Promise<boolean> {
  const answers = await Promise.all(topology.servers.map((server) => server.control('/sync')));
  return answers.some((answer) => answer?.status === 200);
}

async function killTwo(scene: Scene, load: Load) {
  const began = performance.now();
  const first = await primaryOf(scene);
  await first.kill();
  await recovery(scene, load, first);
  const second = await primaryOf(scene);
  // Before Patroni knows who confirms the new primary's commits, it may promote nobody but the primary itself.
  await untilTrue('Someone confirms', () => hasConfirming(scene), 60);
  await second.kill();
  // The third server needs somebody who confirms its commits.
  await first.start();
  await untilReplaced(scene, second);
  await load.nextWrite();
  const untilWrites = performance.now() - began;
  await second.start();
  return { untilWrites };
}
