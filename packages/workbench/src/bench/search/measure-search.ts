import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Actor, openDatabase, systemActor } from '@namc/db';
import { type SearchGroup, searchPortal, searchRecords } from '@namc/db/search/queries/search';
import { addSignedIn } from '@namc/db/sign-in/factory';
import { startCluster } from '@namc/db/testing/cluster';
import { buildTemplate } from '@namc/db/testing/template';
import { top } from '../../top.ts';
import { fillContractors } from '../contractors/fill.ts';
import { startServer } from '../contractors/server.ts';
import { type Latencies, measureLatencies } from '../measure/latencies.ts';
import { fillSearch } from './fill.ts';

export interface SearchOptions {
  contractors: number;
  members: number;
  projects: number;
  requests: number;
}

/** The texts, by what makes each of them different. */
const texts: Record<string, string> = {
  'one letter': 'r',
  'the beginning of a word': 'roo',
  'a common word': 'electric',
  'a name': 'harbor electric',
  'three words': 'roofing of a school',
  'a name of a person': 'maria',
  'a rare text': 'helicopter',
  'a misspelled word': 'electrik harbr',
  'words that nobody has': 'zyxwq vutsr',
  'a license number': '0100047',
  'stop words': 'the and',
};

export interface SearchFigure {
  name: string;
  /** `floor` is the least that a procedure takes. */
  way: 'statement' | 'http' | 'floor';
  who: 'visitor' | 'member' | 'staff';
  clients: number;
  latencies: Latencies;
  /** The rows of all kinds. */
  hits: number;
}

const countHits = (groups: SearchGroup[]): number => groups.reduce((sum, { hits }) => sum + hits.length, 0);

/** Measures the search across the portal, from the server and through HTTP, with a trivial procedure in the same run. */
export async function measureSearch(
  options: SearchOptions,
  tell: (figure: SearchFigure) => void,
): Promise<void> {
  const { contractors, members, projects, requests } = options;
  const folder = await mkdtemp(join(tmpdir(), 'namc-portal-bench-'));
  const cluster = await startCluster({ shared_buffers: '1GB', max_wal_size: '4GB' });
  try {
    const database = await buildTemplate(cluster);
    await fillContractors(cluster.importUrl(database), folder, contractors);
    await fillSearch(cluster.superuserUrl(database), { members, projects });
    const urls = cluster.urls(database);
    const db = openDatabase({ ...urls, maxConnections: 8 });
    const [reader] = await db.read(
      systemActor('bench'),
      ({ sql }) => sql<{ userId: string }[]>`
        select id as "userId" from users where status = 'ACTIVE' order by id limit 1`,
    );
    const userId = reader?.userId ?? '';
    await db.write(
      systemActor('bench'),
      ({ sql }) => sql`insert into user_roles (user_id, role_code) values (${userId}, 'membership_manager')`,
    );
    const cookie = await addSignedIn(db, userId);
    const limit = 5;
    const actors: [SearchFigure['who'], Actor][] = [
      ['visitor', { kind: 'visitor' }],
      ['member', { kind: 'member', userId }],
      ['staff', { kind: 'staff', userId }],
    ];
    for (const [name, text] of Object.entries(texts)) {
      for (const [who, actor] of actors) {
        const ask = (): Promise<SearchGroup[]> =>
          db.read(
            actor,
            (tx): Promise<SearchGroup[]> =>
              who === 'staff' ? searchRecords(tx, { text, limit }) : searchPortal(tx, { text, limit }),
            { oneStatement: true },
          );
        const hits = countHits(await ask());
        for (const clients of [1, 8])
          tell({
            name,
            way: 'statement',
            who,
            clients,
            latencies: await measureLatencies(clients, requests, ask),
            hits,
          });
      }
    }
    await db.close();
    const api = await startServer(urls, top);
    try {
      for (const clients of [1, 8])
        tell({
          name: 'the least procedure',
          way: 'floor',
          who: 'member',
          clients,
          latencies: await measureLatencies(clients, requests, () =>
            api.ask('settings.getContact', {}, { cookie }),
          ),
          hits: 0,
        });
      for (const [name, text] of Object.entries(texts)) {
        const ask = () => api.ask('search.searchPortal', { text, limit }, { cookie });
        const hits = countHits((JSON.parse(await ask()) as { result: { data: SearchGroup[] } }).result.data);
        for (const clients of [1, 8])
          tell({
            name,
            way: 'http',
            who: 'member',
            clients,
            latencies: await measureLatencies(clients, requests, ask),
            hits,
          });
      }
    } finally {
      await api.stop();
    }
  } finally {
    await cluster.stop();
    await rm(folder, { recursive: true, force: true });
  }
}
