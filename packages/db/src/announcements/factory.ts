import { randomUUID } from 'node:crypto';
import type { Database } from '../engine/database.ts';
import { type New, system } from '../tools/testing/sample.ts';
import { announcements } from './tables.ts';

export type AnnouncementSample = New<
  typeof announcements,
  'title' | 'body' | 'audience' | 'isPinned' | 'publishAt' | 'expiresAt'
>;

/** Adds an announcement for everyone, published a minute ago, and returns its id. */
export async function addAnnouncement(db: Database, sample: AnnouncementSample = {}): Promise<string> {
  const id = randomUUID();
  await db.write(system, ({ orm }) =>
    orm.insert(announcements).values({
      title: 'Sample announcement',
      body: '',
      audience: 'EVERYONE',
      publishAt: new Date(Date.now() - 60_000),
      ...sample,
      id,
    }),
  );
  return id;
}
