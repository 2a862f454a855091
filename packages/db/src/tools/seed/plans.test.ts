import { listAuditInput } from '@namc/inputs/audit';
import { searchDirectoryInput } from '@namc/inputs/directory';
import { listEventsInput } from '@namc/inputs/events';
import { searchMembersInput } from '@namc/inputs/member-lists';
import { listConversationInput } from '@namc/inputs/messages';
import { listNotificationsInput } from '@namc/inputs/notifications';
import { browseProjectsInput } from '@namc/inputs/projects';
import { page } from '@namc/inputs/text';
import { beforeAll, describe, expect, it } from 'vitest';
import { listAnnouncements } from '../../announcements/queries.ts';
import { listAdminActions, listRowChanges } from '../../audit/queries.ts';
import { listBids, listBidsOf } from '../../bids/queries/list.ts';
import { listEnrollments } from '../../courses/queries.ts';
import { getFirm } from '../../directory/queries/firm.ts';
import { searchDirectory } from '../../directory/queries/search.ts';
import { type Actor, visitor } from '../../engine/actors.ts';
import { connect } from '../../engine/connection.ts';
import type { Transaction } from '../../engine/database.ts';
import { countRegistrations, listEvents, listRegistrations } from '../../events/queries.ts';
import { findMemberByEmail, listMembersByStatus } from '../../members/queries/accounts.ts';
import { searchMembers } from '../../members/queries/staff.ts';
import { listTimeline } from '../../members/queries/timeline.ts';
import { findOwnMembership } from '../../memberships/queries/standing.ts';
import { listEndingMemberships, listMemberships } from '../../memberships/queries/terms.ts';
import { countUnread, listConversation } from '../../messages/queries.ts';
import { listMetricHours } from '../../metrics/queries.ts';
import { countUnreadNotifications, listNotifications } from '../../notifications/queries.ts';
import { listLatestPayments, listPayments } from '../../payments/queries.ts';
import { listNearestPlaces, suggestPlaces } from '../../places/queries.ts';
import { browseProjects, getProject } from '../../projects/queries/list.ts';
import { searchPortal } from '../../search/queries/search.ts';
import { listReplies, listTickets } from '../../support/queries.ts';
import { collectPlans } from '../testing/nested-plans.ts';
import { testDatabase } from '../testing/test-database.ts';
import { seedBench } from './seed-bench.ts';

const portal = testDatabase();
/** A tenth of the size at which the portal is measured, or the full size in the full run. */
const scale = Number(process.env.PORTAL_PLANS_SCALE ?? 0.1);
const system: Actor = { kind: 'system', name: 'test' };
const some = { userId: '', correspondentId: '', projectId: '', eventId: '', email: '' };
const used = new Set<string>();
/** A sequential scan of a table of several pages is the right plan. */
const largeFrom = 200;
let large = new Set<string>();

beforeAll(async () => {
  await seedBench({ ownerUrl: portal.ownerUrl, scale });
  const superuser = connect(portal.superuserUrl, { max: 1, applicationName: 'test' });
  const [found] = await superuser<(typeof some)[]>`
    select owner_id as "userId", correspondent_id as "correspondentId", p.id as "projectId", e.id as "eventId", u.email
    from mailbox m join users u on u.id = owner_id and u.status = 'ACTIVE',
      (select id from projects where status = 'BIDDING_OPEN' limit 1) p,
      (select id from events where registered_count > 0 limit 1) e limit 1`;
  large = new Set(
    (
      await superuser<{ name: string }[]>`
        select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace
          and relpages >= ${largeFrom}`
    ).map(({ name }) => name),
  );
  await superuser.end();
  Object.assign(some, found);
}, 600_000);

const member = (): Actor => ({ kind: 'member', userId: some.userId });
const day = 86_400_000;
type Form = [actor: () => Actor, run: (tx: Transaction) => Promise<unknown>];
const search = (typed: object): Form => [
  member,
  (tx) => browseProjects(tx, browseProjectsInput.parse(typed)),
];
const firms = (typed: object): Form => [
  member,
  (tx) => searchDirectory(tx, searchDirectoryInput.parse(typed)),
];
const trail = (typed: () => object): Form => [
  () => system,
  (tx) => listAdminActions(tx, listAuditInput.parse(typed())),
];

const forms: Record<string, Form> = {
  'open projects by deadline': [member, (tx) => browseProjects(tx, browseProjectsInput.parse({}))],
  'projects whose bids are to be opened': [
    () => system,
    ({ sql }) => sql`select project from projects_to_open(10)`,
  ],
  'projects by their title, across the portal': [
    member,
    (tx) => searchPortal(tx, { text: 'seismic retrofit', limit: 5 }),
  ],
  'a project': [member, (tx) => getProject(tx, { projectId: some.projectId })],
  'projects by a rare word': search({ q: 'helicopter' }),
  'projects by place': search({ near: '94601', miles: 50, limit: 20 }),
  'projects by words and place': search({ q: 'seismic', near: '94601', miles: 50 }),
  'projects by a rare skill': search({ work: 'trucking' }),
  'projects by a common skill': search({ work: 'A' }),
  'projects that are over': search({ state: 'over' }),
  'the newest projects': search({ order: 'newest' }),
  'the nearest projects': search({ near: '94601', miles: 50, order: 'nearest' }),
  'projects by category': search({ category: 'COMMERCIAL' }),
  'projects by budget': search({ budget: 1_000_000 }),
  'applications for a project': [member, (tx) => listBids(tx, { projectId: some.projectId })],
  'applications of a member': [member, (tx) => listBidsOf(tx, { userId: some.userId, limit: 20 })],
  'members by name': [
    () => system,
    (tx) => searchMembers(tx, searchMembersInput.parse({ q: 'ximena zamora' })),
  ],
  'member firms': [member, (tx) => searchDirectory(tx, searchDirectoryInput.parse({}))],
  'the next page of member firms, and a firm': [
    member,
    async (tx) => {
      const { nextCursor, rows } = await searchDirectory(tx, searchDirectoryInput.parse({}));
      await searchDirectory(tx, searchDirectoryInput.parse({ cursor: nextCursor ?? undefined }));
      await getFirm(tx, { companyId: rows[0]?.id ?? '' });
    },
  ],
  'member firms by a rare word': firms({ q: 'redwood solar' }),
  'member firms by a word, for a visitor': [
    () => visitor,
    (tx) => searchDirectory(tx, searchDirectoryInput.parse({ q: 'redwood solar' })),
  ],
  'member firms near a place': firms({ near: 'Fresno', miles: 20 }),
  'member firms in a county': firms({ county: 'Alameda' }),
  'member firms in a city': firms({ city: 'Oakland' }),
  'member firms by skill': firms({ skill: 'estimating' }),
  'an account by address': [() => system, (tx) => findMemberByEmail(tx, { email: some.email })],
  'accounts by status': [() => system, (tx) => listMembersByStatus(tx, { status: 'PENDING', limit: 20 })],
  'events to come': [member, (tx) => listEvents(tx, listEventsInput.parse({}))],
  'events of a kind': [member, (tx) => listEvents(tx, listEventsInput.parse({ type: 'TRAINING' }))],
  'who comes to an event': [() => system, (tx) => listRegistrations(tx, { eventId: some.eventId })],
  'how many come': [() => system, (tx) => countRegistrations(tx, { eventId: some.eventId })],
  'a conversation': [
    member,
    (tx) => listConversation(tx, listConversationInput.parse({ correspondentId: some.correspondentId })),
  ],
  'what is unread': [member, countUnread],
  announcements: [member, (tx) => listAnnouncements(tx, { limit: 10 })],
  notifications: [member, (tx) => listNotifications(tx, listNotificationsInput.parse({}))],
  'the next page of notifications': [
    member,
    async (tx) => {
      const { nextCursor } = await listNotifications(tx, listNotificationsInput.parse({ limit: 2 }));
      await listNotifications(tx, listNotificationsInput.parse({ cursor: nextCursor ?? undefined }));
    },
  ],
  'unread notifications': [
    member,
    (tx) => listNotifications(tx, listNotificationsInput.parse({ isUnread: true, limit: 5 })),
  ],
  'how many notifications are unread': [member, countUnreadNotifications],
  enrollments: [member, (tx) => listEnrollments(tx, { userId: some.userId })],
  payments: [member, (tx) => listPayments(tx, { userId: some.userId, limit: 20 })],
  memberships: [member, (tx) => listMemberships(tx, { userId: some.userId })],
  'one’s own standing': [member, findOwnMembership],
  'the latest payments': [() => system, (tx) => listLatestPayments(tx, page.parse({}))],
  'memberships that end': [() => system, (tx) => listEndingMemberships(tx, { by: '2026-12-31', limit: 20 })],
  'open tickets': [() => system, (tx) => listTickets(tx, { status: 'OPEN', limit: 20 })],
  'replies to a ticket': [() => system, (tx) => listReplies(tx, { ticketId: some.projectId })],
  'what somebody did': trail(() => ({ userId: some.userId })),
  'what was done to somebody': trail(() => ({ targetUserId: some.userId })),
  'what somebody did in some days': trail(() => ({
    userId: some.userId,
    from: '2026-01-05',
    to: '2026-01-06',
  })),
  'what was done of a kind': trail(() => ({ action: 'payments.refund' })),
  'changes of a row': [
    () => system,
    (tx) => listRowChanges(tx, listAuditInput.parse({ tableName: 'users', rowId: some.userId })),
  ],
  'changes by somebody': [
    () => system,
    (tx) => listRowChanges(tx, listAuditInput.parse({ userId: some.userId })),
  ],
  'changes of an account': [
    () => system,
    (tx) => listRowChanges(tx, listAuditInput.parse({ targetUserId: some.userId })),
  ],
  'what happened to an account': [() => system, (tx) => listTimeline(tx, { userId: some.userId, limit: 50 })],
  'places that begin as typed': [member, (tx) => suggestPlaces(tx, { typed: 'st hel' })],
  'places with a similar name': [member, (tx) => listNearestPlaces(tx, 'Los Angelos')],
  'a metric by the hour': [
    () => system,
    (tx) =>
      listMetricHours(tx, {
        metric: 'portal.example_3.duration_ms',
        from: new Date(Date.now() - day),
        to: new Date(),
      }),
  ],
};

describe('no sequential scan of a large table for', () => {
  it.each(Object.keys(forms))('%s', async (name) => {
    const [actor, run] = forms[name] as Form;
    const { scanned, indexes } = await collectPlans(portal.superuserUrl, actor(), run);
    for (const index of indexes) used.add(index);
    expect(scanned.filter((table) => large.has(table))).toEqual([]);
  });
});

it('every index of a large table is used by one of them', async () => {
  const indexes = await portal.owner<{ name: string; table: string; parts: string[]; servesKey: boolean }[]>`
    select i.relname as name, t.relname as table,
           array(select inhrelid::regclass::text from pg_inherits where inhparent = i.oid) as parts,
           exists (select from pg_constraint where conrelid = t.oid and contype = 'f' and conkey[1] = indkey[0]) as "servesKey"
    from pg_index join pg_class i on i.oid = indexrelid join pg_class t on t.oid = indrelid
    where t.relnamespace = 'public'::regnamespace and not i.relispartition and not indisunique`;
  const useless = indexes.filter(
    ({ name, table, parts, servesKey }) =>
      (large.has(table) || parts.length > 0) &&
      !servesKey &&
      !used.has(name) &&
      !parts.some((part) => used.has(part)) &&
      // The sealer reads the trail in the order of its transactions.
      !name.endsWith('_transaction'),
  );
  expect(useless.map(({ name }) => name)).toEqual([]);
});
