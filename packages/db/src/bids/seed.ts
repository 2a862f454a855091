import type { WriteTransaction } from '../engine/database.ts';
import { stableUuid } from '../engine/stable-uuid.ts';
import { personId } from '../members/seed/person.ts';
import { projects } from '../projects/seed/projects.ts';

const day = 86_400_000;

/** Adds the bids, closes the bidding on past projects, and awards projects. */
export async function addBids({ sql }: WriteTransaction, now: Date): Promise<void> {
  const bids = projects.flatMap(({ title, bids = [] }) =>
    bids.map(([bidder, dollars, message], at) => ({
      id: stableUuid('demo bid', title, bidder),
      project_id: stableUuid('demo project', title),
      applicant_id: personId(bidder),
      cents: dollars * 100,
      message,
      submitted_at: new Date(now.getTime() - (9 - at) * day).toISOString(),
    })),
  );
  await sql`
    insert into project_applications (id, project_id, applicant_id, amount_cents, message, submitted_at)
    select * from jsonb_to_recordset(${sql.json(bids)})
      as row (id uuid, project_id uuid, applicant_id uuid, cents bigint, message text, submitted_at timestamptz)`;
  for (const { title, status, due, bids: [winner] = [] } of projects) {
    if (status !== 'CLOSED' && status !== 'AWARDED') continue;
    await sql`
      update projects set status = 'CLOSED', deadline_at = ${new Date(now.getTime() + due * day)}
      where id = ${stableUuid('demo project', title)}`;
    if (status === 'AWARDED' && winner) {
      await sql`update project_applications set status = 'AWARDED' where id = ${stableUuid('demo bid', title, winner[0])}`;
    }
  }
}
