import { clockTimeOf } from '@namc/inputs/clock-time';
import { addSampleCompany } from '../companies/factory.ts';
import type { Actor } from '../engine/actors.ts';
import { addMember } from '../members/factory.ts';
import { addProject } from '../projects/factory.ts';
import type { testDatabase } from '../tools/testing/test-database.ts';
import { grantBidException } from './commands/except.ts';
import { draftOf } from './factory.ts';
import { listBidExceptions } from './queries/exceptions.ts';

type Portal = ReturnType<typeof testDatabase>;
export const member = (userId: string): Actor => ({ kind: 'member', userId });
export const staff = (userId: string): Actor => ({ kind: 'staff', userId });
export const latest = { freshness: 'latest' } as const;
export const hour = 3_600_000;
export const origin = 'https://portal.example.org';
const zone = 'America/Los_Angeles';
export const clock = (ms: number) => clockTimeOf(Date.now() + ms, zone);

/** Puts instants of a project into the past or the near future, past the rules for people. */
export const move = (portal: Portal, projectId: string, what: string) =>
  portal.owner.unsafe(`
    alter table projects disable trigger user;
    update projects set ${what} where id = '${projectId}';
    alter table projects enable trigger user`);

/** A project whose deadline is a day away, with two firms, and the ways to grant and to bid. */
export async function bidding(portal: Portal) {
  const posterId = await addMember(portal.db, { firstName: 'Pia', lastName: 'Poster' });
  const projectId = await addProject(portal.db, posterId, { title: 'New pier' });
  const manager = staff(
    await addMember(portal.db, { firstName: 'Mo', lastName: 'Manager', roles: ['administrator'] }),
  );
  const firm = async (name: string) => {
    const userId = await addMember(portal.db, { firstName: 'Bo', lastName: name });
    const companyId = await addSampleCompany(portal.db, userId, `${name} Builders`);
    await portal.owner`update companies set directory_audience = 'PUBLIC' where id = ${companyId}`;
    const draft = await draftOf(portal.db, userId, { projectId, companyId });
    await draft.save({ amount: '1000' });
    return { ...draft, userId, companyId };
  };
  const [late, other] = [await firm('Late'), await firm('Other')];
  const grant = (as: Actor, { companyId = late.companyId, until = clock(26 * hour) } = {}) =>
    portal.db.write(as, (tx) =>
      grantBidException(tx, { projectId, companyId, until, reason: 'The portal was down', portal: origin }),
    );
  const exceptions = (as: Actor) => portal.db.read(as, (tx) => listBidExceptions(tx, { projectId }), latest);
  const passDeadline = () => move(portal, projectId, `deadline_at = clock_timestamp() - interval '1 second'`);
  const passExceptions = async () => {
    await portal.owner.unsafe(`
      alter table bid_exceptions disable trigger user;
      update bid_exceptions set granted_at = granted_at - interval '9 days', until = clock_timestamp() - interval '1 second' where project_id = '${projectId}';
      alter table bid_exceptions enable trigger user`);
    await move(portal, projectId, `exceptions_until = clock_timestamp() - interval '1 second'`);
  };
  const opened = async () =>
    (
      await portal.owner<{ at: Date | null }[]>`select opened_at as at from projects where id = ${projectId}`
    )[0]?.at;
  return {
    posterId,
    poster: member(posterId),
    projectId,
    manager,
    late,
    other,
    grant,
    exceptions,
    passDeadline,
    passExceptions,
    opened,
  };
}
