import type { WriteTransaction } from '../engine/database.ts';
import { stableUuid } from '../engine/stable-uuid.ts';
import { personId } from '../members/seed/person.ts';
import { announcements } from './tables.ts';

const day = 86_400_000;

/** Audience, days since publication (negative: in the future), title and text. */
const news: [(typeof announcements.$inferSelect)['audience'], number, string, string][] = [
  [
    'EVERYONE',
    3,
    'Scholarships for apprentices: apply by the end of the month',
    'Six apprentices of members’ firms can get help with tools and tuition. The form takes ten minutes.',
  ],
  [
    'MEMBERS',
    6,
    'New: search the license board’s file on a map',
    'Find licensed firms near a job by trade and standing, and see who is a member.',
  ],
  [
    'MEMBERS',
    12,
    'Notes of the October board meeting',
    'The board set aside funds for outreach in Fresno and Stockton and thanks everybody who came.',
  ],
  [
    'EVERYONE',
    20,
    'A prime contractor is looking for electrical and drywall firms',
    'Three school projects in the East Bay start next summer. See the opportunities and come to the networking evening.',
  ],
  [
    'STAFF',
    1,
    'Applications waiting',
    'Three applications for membership wait for a look at their licenses.',
  ],
];

/** Adds the announcements. */
export async function addAnnouncements({ orm }: WriteTransaction, now: Date): Promise<void> {
  await orm.insert(announcements).values(
    news.map(([audience, daysAgo, title, body]) => ({
      id: stableUuid('demo news', title),
      authorId: personId('Petrossian'),
      title,
      body,
      audience,
      publishAt: new Date(now.getTime() - daysAgo * day),
    })),
  );
}
