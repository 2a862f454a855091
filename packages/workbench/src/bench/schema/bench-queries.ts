import type { Transaction } from '@namc/db';
import { listAdminActions } from '@namc/db/audit/queries';
import { listBidsOf } from '@namc/db/bids/queries/list';
import { searchDirectory } from '@namc/db/directory/queries/search';
import { listEvents } from '@namc/db/events/queries';
import { countUnread, listConversation } from '@namc/db/messages/queries';
import { listPayments } from '@namc/db/payments/queries';
import { browseProjects, getProject } from '@namc/db/projects/queries/list';
import { listAuditInput } from '@namc/inputs/audit';
import { searchDirectoryInput } from '@namc/inputs/directory';
import { listEventsInput } from '@namc/inputs/events';
import { listConversationInput } from '@namc/inputs/messages';
import { browseProjectsInput } from '@namc/inputs/projects';

export interface Subject {
  userId: string;
  correspondentId: string;
  projectId: string;
  /** A point in Oakland, in California Albers, as the server prints it. */
  near: string;
}

export interface BenchQuery {
  name: string;
  /** The actor: a member, or the system where the rows are for staff. */
  as: 'member' | 'system';
  run: (tx: Transaction) => Promise<unknown>;
  /** For a search that uses a function: the same rows, asked of the tables directly as without policies. */
  bare?: string;
}

const published = `status in ('PUBLISHED', 'BIDDING_OPEN') and deadline_at > now()`;
const columns = `id, owner_id, title, category, status, budget_min_cents, budget_max_cents, currency, deadline_at,
  deadline_time_zone, skills_required, city, state, created_at`;

export const queriesFor = ({ userId, correspondentId, projectId, near }: Subject): BenchQuery[] => [
  { name: 'a project', as: 'member', run: (tx) => getProject(tx, { projectId }) },
  { name: 'projects, a page', as: 'member', run: (tx) => browseProjects(tx, browseProjectsInput.parse({})) },
  {
    name: 'projects by a rare word',
    as: 'member',
    run: (tx) => browseProjects(tx, browseProjectsInput.parse({ q: 'helicopter', limit: 20 })),
    bare: `select ${columns} from projects
           where ${published} and search_vector @@ to_tsquery('english', 'helicopter:*')
           order by deadline_at, id limit 21`,
  },
  {
    name: 'projects by a common word',
    as: 'member',
    run: (tx) => browseProjects(tx, browseProjectsInput.parse({ q: 'renovation', limit: 20 })),
    bare: `select ${columns} from projects
           where ${published} and search_vector @@ to_tsquery('english', 'renovation:*')
           order by deadline_at, id limit 21`,
  },
  {
    name: 'projects within 50 miles',
    as: 'member',
    run: (tx) =>
      browseProjects(
        tx,
        browseProjectsInput.parse({ near: '37.78, -122.22', miles: 50, order: 'nearest', limit: 20 }),
      ),
    bare: `select ${columns}, ST_Distance(albers, '${near}'::geometry) from projects
           where ${published} and albers is not null and albers::point <@ circle('${near}'::geometry::point, 80467)
           order by albers::point <-> '${near}'::geometry::point limit 21`,
  },
  {
    name: 'bids of a member',
    as: 'member',
    run: (tx) => listBidsOf(tx, { userId, limit: 20 }),
  },
  {
    name: 'a conversation',
    as: 'member',
    run: (tx) => listConversation(tx, listConversationInput.parse({ correspondentId })),
  },
  { name: 'what is unread', as: 'member', run: countUnread },
  {
    name: 'the directory, a page',
    as: 'member',
    run: (tx) => searchDirectory(tx, searchDirectoryInput.parse({})),
  },
  {
    name: 'firms by name',
    as: 'member',
    run: (tx) => searchDirectory(tx, searchDirectoryInput.parse({ q: 'redwood solar' })),
  },
  { name: 'events to come', as: 'member', run: (tx) => listEvents(tx, listEventsInput.parse({})) },
  { name: 'payments of a member', as: 'member', run: (tx) => listPayments(tx, { userId, limit: 20 }) },
  {
    name: 'what was done to somebody',
    as: 'system',
    run: (tx) => listAdminActions(tx, listAuditInput.parse({ targetUserId: userId })),
  },
];
