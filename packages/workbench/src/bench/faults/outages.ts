import { setTimeout as pause } from 'node:timers/promises';
import { systemActor } from '@namc/db';
import { Unavailable } from '@namc/db/errors';
import { emptyTold, memberActor } from './load.ts';
import {
  type Fault,
  rolesOf,
  type Scene,
  server,
  settled,
  throughPooler,
  underLoad,
  until,
} from './scene.ts';

const whileItLasts = 2_000;

/** Takes a server away, waits until it is noticed, and gives it back. */
function replicaFault(
  name: string,
  take: (scene: Scene) => Promise<void>,
  giveBack: (scene: Scene) => Promise<void>,
): Fault {
  return {
    name,
    mayFail: 'nothing',
    run: (scene) =>
      underLoad(scene, async () => {
        await take(scene);
        await pause(whileItLasts);
        if (!scene.processes.every((db) => rolesOf(db)[1] === 'gone')) throw new Error('No process noticed.');
        await giveBack(scene);
        return until('The replica serves again', () =>
          scene.processes.every((db) => rolesOf(db)[1] === 'replica'),
        );
      }),
  };
}

/** Failures of servers, PgBouncer and Redis under a steady load. */
export const outages: Fault[] = [
  {
    name: 'replay paused and resumed at random',
    mayFail: 'nothing',
    run: async ({ topology, processes, members, hintOf, scale }) => {
      const told = emptyTold();
      let isOver = false;
      const meddling = [1, 2].map(async (replica) => {
        while (!isOver) {
          await topology.pauseReplay(replica);
          await pause(Math.random() * 150);
          await topology.resumeReplay(replica);
          await pause(Math.random() * 150);
        }
      });
      const pairsEach = Math.ceil((10_000 * scale) / members.length);
      await Promise.all(
        members.map(async (userId) => {
          for (let turn = 1; turn <= pairsEach; turn += 1) {
            const text = String(turn);
            // One process writes and another reads. It knows of the write as the portal's processes do: by the browser's
            // cookie, which is the guarantee, and by what Redis tells.
            const [writer, reader] = Math.random() < 0.5 ? processes : processes.toReversed();
            await writer?.write(
              memberActor(userId),
              ({ sql }) => sql`update users set bio = ${text} where id = ${userId}`,
            );
            told.writes += 1;
            await pause(Math.random() * (turn % 3 === 0 ? 500 : 20));
            const rows = await reader?.read(
              memberActor(userId),
              ({ sql }) =>
                sql<
                  { bio: string; replica: boolean }[]
                >`select bio, pg_is_in_recovery() as replica from users where id = ${userId}`,
              {
                after: await writer?.freshnessOf(memberActor(userId)),
                afterHint: await hintOf(userId),
              },
            );
            told.reads += 1;
            if (rows?.[0]?.bio !== text) told.stale += 1;
            if (rows?.[0]?.replica) told.onReplicas += 1;
          }
        }),
      );
      isOver = true;
      await Promise.all(meddling);
      return { told, recoveredMs: undefined };
    },
  },
  replicaFault(
    'replica killed (SIGKILL)',
    (scene) => server(scene, 1).kill(),
    (scene) => server(scene, 1).start(),
  ),
  replicaFault(
    'replica frozen (accepts, never answers)',
    async (scene) => server(scene, 1).freeze(),
    async (scene) => server(scene, 1).thaw(),
  ),
  replicaFault(
    'replica stopped (refuses connections)',
    (scene) => server(scene, 1).stop(),
    (scene) => server(scene, 1).start(),
  ),
  {
    name: 'both replicas lag',
    mayFail: 'nothing',
    run: (scene) =>
      underLoad(scene, async (load) => {
        const { topology, processes } = scene;
        for (const replica of [1, 2]) await topology.pauseReplay(replica);
        await processes[0].write(
          systemActor('bench'),
          ({ sql }) => sql`
          insert into announcements (title, body, audience)
          select 'News', (select string_agg(md5(n::text || part::text), '') from generate_series(1, 250) part), 'STAFF'
          from generate_series(1, 3000) n`,
        );
        await until('Nobody reads from them', () =>
          processes.every((db) =>
            db
              .servers()
              .slice(1)
              .every(({ lagBytes }) => (lagBytes ?? 0) > 16 * 1024 * 1024),
          ),
        );
        const before = load.told.onReplicas;
        await pause(500);
        // These transactions had begun before.
        if (load.told.onReplicas - before > 24) throw new Error('The lagging replicas were still read from.');
        for (const replica of [1, 2]) await topology.resumeReplay(replica);
        const began = performance.now();
        await load.next('read from a replica');
        return performance.now() - began;
      }),
  },
  {
    name: 'replica taken from the list, and added',
    mayFail: 'nothing',
    run: (scene) =>
      underLoad(scene, async () => {
        const { topology, processes } = scene;
        const change = (replicas: number[]) => {
          const { replicaUrls, directUrls } = throughPooler(topology, replicas);
          return Promise.all(processes.map((db) => db.changeReplicas(replicaUrls, directUrls)));
        };
        await change([2]);
        await pause(whileItLasts / 4);
        await change([]);
        await pause(whileItLasts / 4);
        await change([1, 2]);
        return settled(scene);
      }),
  },
  {
    name: 'PgBouncer restarted',
    // A write whose connection was cut may have been kept or not. Only its author can tell.
    mayFail: 'writes',
    run: (scene) =>
      underLoad(scene, async (load) => {
        await scene.topology.pooler.stop();
        await pause(300);
        await scene.topology.pooler.start();
        const began = performance.now();
        await Promise.all([load.next('write'), load.next('read from a replica')]);
        const recovered = performance.now() - began;
        await pause(whileItLasts / 2);
        return recovered;
      }),
  },
  {
    name: 'Redis killed, and back without its data',
    mayFail: 'nothing',
    run: (scene) =>
      underLoad(scene, async (load) => {
        await scene.topology.redis.kill();
        await pause(whileItLasts);
        await scene.topology.redis.start();
        const began = performance.now();
        await load.next('write');
        await pause(500);
        return performance.now() - began - 500;
      }),
  },
];

/** The order matters: the last fault leaves the servers changed. */
export const primaryOutages: Fault[] = [
  {
    name: 'primary stopped, nothing to promote',
    mayFail: 'writes',
    run: async (scene) => {
      let slowest = 0;
      const outcome = await underLoad(scene, async (load) => {
        await server(scene, 0).stop();
        // Writes wait for 12 s, as long as a failover takes.
        await pause(14_000);
        const before = load.told.onReplicas;
        // After the grace period a write is refused at once.
        const began = performance.now();
        await scene.processes[0]
          .write({ kind: 'visitor' }, ({ sql }) => sql`select 1`)
          .catch((error) => {
            if (!(error instanceof Unavailable)) throw error;
          });
        slowest = performance.now() - began;
        await until('Reads go on', () => load.told.onReplicas > before + 20);
        await server(scene, 0).start();
        const back = performance.now();
        await load.next('write');
        return performance.now() - back;
      });
      await settled(scene);
      return { ...outcome, remark: `a write refused in ${slowest.toFixed(0)} ms` };
    },
  },
  {
    name: 'primary killed, a replica promoted',
    mayFail: 'writes',
    run: async (scene) => {
      const { topology, processes } = scene;
      const outcome = await underLoad(scene, async (load) => {
        await server(scene, 0).kill();
        await pause(1_000);
        const received = await Promise.all(
          [1, 2].map(
            async (one) =>
              (
                await topology.ask<{ at: number }>(
                  one,
                  `select pg_wal_lsn_diff(pg_last_wal_receive_lsn(), '0/0')::float8 as at`,
                )
              )[0]?.at ?? 0,
          ),
        );
        // The replica that confirmed last has every acknowledged write.
        const [heir, other] = (received[0] ?? 0) >= (received[1] ?? 0) ? [1, 2] : [2, 1];
        const before = load.told.onReplicas;
        const began = performance.now();
        const written = load.next('write');
        await topology.promote(heir);
        await topology.follow(other, heir);
        await written;
        const recovered = performance.now() - began;
        await until('Reads went on', () => load.told.onReplicas > before);
        await until('The other one follows', () =>
          processes.every(
            (db) =>
              db.servers()[other]?.role === 'replica' &&
              db.servers()[heir]?.role === 'primary' &&
              db.servers()[other]?.lagBytes !== null,
          ),
        );
        await load.next('read from a replica');
        return recovered;
      });
      return outcome;
    },
  },
];
