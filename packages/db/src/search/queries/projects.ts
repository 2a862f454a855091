import { toTsquery } from '../../engine/text-query.ts';
import { isInState } from '../../projects/queries/conditions.ts';
import { groupsOf } from '../../projects/queries/words.ts';
import type { SearchKind } from './kind.ts';

/** Earlier deadlines first, or later ones. */
const places = {
  open: `coalesce(lpad(floor(extract(epoch from p.deadline_at))::text, 12, '0'), 'last')`,
  over: `coalesce(lpad((99999999999 - floor(extract(epoch from p.deadline_at)))::text, 12, '0'), 'last')`,
};

const kindIn = (state: 'open' | 'over'): SearchKind => ({
  found: (sql, { typed, key, words, parsed }, most) => {
    const said = groupsOf(sql, typed);
    return sql`
      select p.id, found.fit, ${sql.unsafe(places[state])} as place
      from projects_for_search(${state === 'open'}, ${said.words}, ${said.trades}::text[], ${toTsquery(sql, parsed)},
        ${words}::text[], ${key}, ${most}) found
      join projects p on p.id = found.id
      where ${isInState(sql, state)}`;
  },
  facts: (sql, top) => sql`
    select p.id, jsonb_build_object('title', p.title, 'city', p.city) as facts
    from ${top} top join projects p on p.id = top.id`,
  show: ({ title, city }) => ({ title: title ?? '', about: city ? [city] : [] }),
});

/** Projects that are open for bids, the first deadline first. */
export const projects = kindIn('open');
/** Projects that were, the last deadline first. */
export const pastProjects = kindIn('over');
