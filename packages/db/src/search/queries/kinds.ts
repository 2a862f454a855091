import type { SearchKindName } from '@namc/inputs/search';
import { contractors } from './contractors.ts';
import { firms } from './firms.ts';
import { invoices, ownInvoices } from './invoices.ts';
import type { SearchKind } from './kind.ts';
import { members } from './members.ts';
import { people } from './people.ts';
import { pastProjects, projects } from './projects.ts';

/**
 * Every kind that the search across the portal finds. Among groups whose best rows fit equally, the first of this list comes first. A
 * new kind is a line here, one in `portalKinds` or `recordKinds` of the inputs, and one in `search-kinds.ts` of the pages.
 */
export const kinds: Record<SearchKindName, SearchKind> = {
  invoices,
  own_invoices: ownInvoices,
  members,
  projects,
  firms,
  people,
  contractors,
  past_projects: pastProjects,
};
