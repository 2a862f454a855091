import { listPostingsInput } from '@namc/inputs/postings';
import { projectStatuses } from '@namc/inputs/projects';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useEffect } from 'react';
import { z } from 'zod/mini';
import { patiently } from '../../../lib/connection.ts';
import { formatCount, plural } from '../../../lib/formats.ts';
import { readLeniently } from '../../../lib/lenient.ts';
import { useTypedSearch } from '../../../lib/use-typed-search.ts';
import { buttonClass } from '../../../ui/button.tsx';
import { Empty } from '../../../ui/empty.tsx';
import { Entries } from '../../../ui/entries.tsx';
import { fieldClass } from '../../../ui/field-class.ts';
import { NothingFound } from '../../../ui/illustrations.tsx';
import { Loading } from '../../../ui/loading.tsx';
import { PageHeading } from '../../../ui/page-heading.tsx';
import { Pill } from '../../../ui/pill.tsx';
import { Tab, Tabs } from '../../../ui/tabs.tsx';
import { Change } from '../../accounts/settings-section.tsx';
import { ofStaff, PostingProcedures } from '../posting/posting-procedures.ts';
import { instantIn, stageTones, stageWords } from '../project-words.ts';
import { type PostingFilters, rememberPostingFilters } from './filters.ts';
import { type ListedPosting, postingsQuery, useProjectRights } from './posting-queries.ts';

// The form comes after the page.
const BeginForm = lazy(patiently(() => import('../posting/begin-form.tsx')));

const postingSearch = z.pick(listPostingsInput, { q: true, stage: true });

/** The filters as an address carries them. Wrong ones are left out. */
export function readPostingFilters(given: object): PostingFilters {
  const { q, stage } = readLeniently(postingSearch, given);
  return { ...(q && { q }), ...(stage && { stage }) };
}

/** All projects, drafts too, for staff who manage them or read bids. */
export function PostingsPage({ filters }: { filters: PostingFilters }) {
  const navigate = useNavigate();
  useEffect(() => rememberPostingFilters(filters), [filters]);
  const { mayManage } = useProjectRights();
  const [typed, setTyped] = useTypedSearch(
    filters.q ?? '',
    (q) => void navigate({ to: '/admin/projects', search: { ...filters, q: q || undefined }, replace: true }),
  );
  const list = useInfiniteQuery(postingsQuery(filters, mayManage));
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? [];
  return (
    <div className="space-y-5">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <PageHeading title="Projects" />
        {mayManage && (
          <PostingProcedures value={ofStaff}>
            <div className="flex flex-wrap gap-2">
              <Link to="/admin/projects/import" className={buttonClass()}>
                Import a list
              </Link>
              <Change
                label="Post"
                what="for an agency"
                isSpelledOut
                form={() => (
                  <Suspense fallback={<Loading />}>
                    <p>
                      You post the project in your own name, without a company. Name the agency under “On
                      behalf of”. Members don’t see the draft until you publish it.
                    </p>
                    <BeginForm open={(id) => navigate({ to: '/admin/projects/$id', params: { id } })} />
                  </Suspense>
                )}
              />
            </div>
          </PostingProcedures>
        )}
      </div>
      <search>
        <label className="block max-w-xl text-dense">
          <span className="mb-1 block font-semibold">Words of the title, the description or the city</span>
          <input
            type="search"
            value={typed}
            maxLength={200}
            onChange={(event) => setTyped(event.target.value)}
            className={fieldClass}
          />
        </label>
      </search>
      <Tabs label="Stage">
        {[undefined, ...projectStatuses].map((each) => (
          <Tab
            key={each ?? 'all'}
            to="/admin/projects"
            search={{ ...filters, stage: each }}
            activeOptions={{ exact: true }}
            aria-current={each === filters.stage ? 'page' : undefined}
          >
            {each ? stageWords[each] : 'All'}
          </Tab>
        ))}
      </Tabs>
      <Entries
        label="Projects"
        what="Couldn’t load the projects"
        list={list}
        isEmpty={rows.length === 0}
        empty={
          <Empty drawing={<NothingFound />} title="No projects match.">
            <Link
              to="/admin/projects"
              onClick={() => setTyped('')}
              className="text-link underline underline-offset-4"
            >
              Clear all
            </Link>
          </Empty>
        }
      >
        {rows.map((row) => (
          <PostingRow key={row.id} row={row} />
        ))}
      </Entries>
    </div>
  );
}

function PostingRow({ row }: { row: ListedPosting }) {
  const { id, title, stage, poster, firm, bids, deadlineAt, deadlineTimeZone, city } = row;
  return (
    <li className="space-y-1 px-4 py-3 wrap-anywhere">
      <Link
        to="/admin/projects/$id"
        params={{ id }}
        className="inline-flex min-h-11 items-center font-semibold text-link underline-offset-4 hover:underline lg:min-h-8"
      >
        {title}
      </Link>
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-dense text-text-2">
        <Pill tone={stageTones[stage]}>{stageWords[stage]}</Pill>
        <span>{firm ? `${firm}, by ${poster}` : `By ${poster}`}</span>
        {city && <span>{city}</span>}
        {stage !== 'DRAFT' && (
          <span>
            {formatCount(bids)} {plural(bids, 'bid')}
          </span>
        )}
        {deadlineAt && <span>Bids by {instantIn(deadlineAt, deadlineTimeZone)}</span>}
      </p>
    </li>
  );
}
