import { clockTimeOf } from '@namc/inputs/clock-time';
import { type LogContactInput, logContactInput } from '@namc/inputs/outreach';
import { and, arrayOverlaps, eq, isNotNull, isNull } from 'drizzle-orm';
import { californiaContractors } from '../contractors/tables/register.ts';
import type { Database } from '../engine/database.ts';
import { stableUuid } from '../engine/stable-uuid.ts';
import { memberNamed } from '../members/seed/person.ts';
import { addToOutreach, invite, logContact, makeOutreachRecord, setOutreachEmail } from './commands.ts';
import { listOutreach } from './queries/list.ts';

const owner = 'Bell';
const projectId = stableUuid('demo project', 'Seismic retrofit of an elementary school gym');
const criteria = { trades: ['C-51', 'C-10'], miles: 50, standing: 'good' as const, member: false };
const zone = 'America/Los_Angeles';
const day = 86_400_000;

/** The contacts with the first firms of the list: days before now, and days from now until a follow-up. */
const contacts: (Pick<LogContactInput, 'channel' | 'answer' | 'said'> & {
  ago: number;
  followUp?: number;
  rejection?: string;
})[] = [
  {
    channel: 'PHONE',
    answer: 'UNDECIDED',
    said: 'Spoke with the office. They look at the drawings and call back.',
    ago: 4,
    followUp: -1,
  },
  { channel: 'PHONE', answer: 'INTERESTED', said: 'Wants the steel package.', ago: 3, followUp: 2 },
  {
    channel: 'EMAIL',
    answer: 'QUOTED',
    said: 'Sent a quote for all of the steel.',
    ago: 2,
    rejection: 'Does not include shop drawings.',
  },
  { channel: 'LETTER', answer: 'NO_ANSWER', said: '', ago: 6 },
];

/**
 * The outreach of one project: firms of the board’s file, contacts, a follow-up that is due, two invitations by email and a record.
 * Without firms in the file there is none.
 */
export async function reachOut(db: Database): Promise<void> {
  const poster = memberNamed(owner);
  const firms = await db.read(poster, ({ orm }) =>
    orm
      .select({ licenseNumber: californiaContractors.licenseNumber })
      .from(californiaContractors)
      .where(
        and(
          arrayOverlaps(californiaContractors.classifications, criteria.trades),
          eq(californiaContractors.primaryStatus, 'CLEAR'),
          eq(californiaContractors.isNamcMember, false),
          eq(californiaContractors.region, 'NORTH'),
          isNotNull(californiaContractors.location),
          isNull(californiaContractors.goneAt),
        ),
      )
      .orderBy(californiaContractors.licenseNumber)
      .limit(8),
  );
  if (firms.length === 0) return;
  const licenseNumbers = firms.map(({ licenseNumber }) => licenseNumber);
  await db.write(poster, (tx) => addToOutreach(tx, { projectId, licenseNumbers, criteria }));
  const { rows } = await db.read(
    poster,
    (tx) => listOutreach(tx, { projectId, part: 'all', limit: firms.length }),
    { freshness: 'latest' },
  );
  const now = Date.now();
  await db.write(poster, async function reachOut(tx) {
    for (const [at, { ago, followUp, ...said }] of contacts.entries()) {
      const row = rows[at];
      if (!row) continue;
      const followUpOn = followUp === undefined ? '' : clockTimeOf(now + followUp * day, zone).slice(0, 10);
      const contacted = clockTimeOf(now - ago * day, zone);
      await logContact(tx, logContactInput.parse({ ...said, outreachId: row.id, contacted, followUpOn }));
    }
    const invited = rows.slice(contacts.length, contacts.length + 2);
    for (const { id, licenseNumber } of invited)
      await setOutreachEmail(tx, { outreachId: id, email: `license-${licenseNumber}@example.org` });
    if (invited.length > 0)
      await invite(tx, { projectId, outreachIds: invited.map(({ id }) => id), portal: 'http://localhost' });
    await makeOutreachRecord(tx, { projectId });
  });
}
