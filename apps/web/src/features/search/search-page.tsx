import { Link } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';
import { lazy, Suspense, useEffect } from 'react';
import { patiently } from '../../lib/connection.ts';
import { plural } from '../../lib/formats.ts';
import { useTypedSearch } from '../../lib/use-typed-search.ts';
import { useAnnounce } from '../../ui/announcer.tsx';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { fieldClass } from '../../ui/field-class.ts';
import { NothingFound } from '../../ui/illustrations.tsx';
import { Loading } from '../../ui/loading.tsx';
import { PageHeading } from '../../ui/page-heading.tsx';
import { useSignedIn } from '../accounts/me.ts';
import { kindIcons } from './kind-icon.tsx';
import { Marked } from './marked.tsx';
import { keepRecentItem } from './recent.ts';
import type { SearchAddress } from './search-address.ts';
import { allOf, allWords, countOf, type FoundGroup, searchKinds } from './search-kinds.ts';
import { useSearch } from './search-queries.ts';

const WordsLeftOut = lazy(patiently(() => import('../../ui/words-left-out.tsx')));

/** The rows of each kind; one kind alone has as many as the search gives. */
const rowsOfEach = 10;
const rowsOfOne = 50;

/** Everything that a text finds in the portal, kind by kind. */
export function SearchPage({
  search: { q, kind, isCut },
  change,
}: {
  search: SearchAddress;
  change: (q: string) => void;
}) {
  const [typed, type] = useTypedSearch(q, change);
  const { groups, error, isFetching, retry } = useSearch(q, kind ? rowsOfOne : rowsOfEach, kind);
  const announce = useAnnounce();
  const words = groups && wordsOf(groups);
  useEffect(() => {
    if (words) announce(words);
  }, [words, announce]);
  return (
    <div className="max-w-4xl space-y-6">
      <PageHeading title="Search" />
      <form
        action="/search"
        className="flex flex-wrap items-end gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          change(typed.trim());
        }}
      >
        <label className="min-w-0 flex-1 basis-64">
          <span className="font-semibold">Names, projects, or numbers</span>
          <input
            type="search"
            name="q"
            data-search-field
            value={typed}
            maxLength={200}
            autoComplete="off"
            onChange={(event) => type(event.target.value)}
            className={`mt-1 ${fieldClass}`}
          />
        </label>
        <Button look="primary" type="submit">
          Search
        </Button>
      </form>
      {isCut && (
        <Suspense>
          <WordsLeftOut />
        </Suspense>
      )}
      {kind && (
        <Link
          to="/search"
          search={{ q }}
          className="inline-flex min-h-11 items-center gap-1.5 text-dense text-link underline-offset-4 hover:underline lg:min-h-8"
        >
          <ArrowLeft aria-hidden className="size-4" />
          Results of every kind
        </Link>
      )}
      {q === '' ? (
        <p className="max-w-[70ch] text-text-2">
          Find projects, member firms, people and licensed contractors. A license or invoice number works with
          or without zeros and dashes, and a name may be half typed or misspelled.
        </p>
      ) : groups ? (
        <Groups groups={groups} text={q} isFetching={isFetching} isAlone={kind !== undefined} />
      ) : error && !isFetching ? (
        <ErrorPanel what="Couldn’t search the portal" error={error} retry={retry} />
      ) : (
        <Loading />
      )}
    </div>
  );
}

const wordsOf = (groups: FoundGroup[]): string =>
  groups.length === 0
    ? 'No results'
    : groups
        .map((group) => `${countOf(group)} ${plural(group.total, ...searchKinds[group.kind].nouns)}`)
        .join(', ');

function Groups({
  groups,
  text,
  isFetching,
  isAlone,
}: {
  groups: FoundGroup[];
  text: string;
  isFetching: boolean;
  isAlone: boolean;
}) {
  const me = useSignedIn();
  if (groups.length === 0) {
    return (
      <Empty drawing={<NothingFound />} title={`Nothing matches “${text}”`}>
        <p>Check the spelling, or try fewer words.</p>
        <p className="mt-2">
          <Link to="/contractors" search={{ q: text }} className="text-link underline underline-offset-4">
            Search contractors by trade and place
          </Link>
        </p>
      </Empty>
    );
  }
  return (
    <div className="space-y-6" aria-busy={isFetching}>
      {groups.map((group) => {
        const { kind, hits } = group;
        const Icon = kindIcons[kind];
        const hasMore = !isAlone && (group.isCapped || group.total > hits.length);
        return (
          <section key={kind} aria-labelledby={`found-${kind}`}>
            <h2 id={`found-${kind}`} className="flex items-center gap-2 text-h3 font-semibold">
              <Icon aria-hidden className="size-5 shrink-0 text-text-2" />
              {searchKinds[kind].label}
              <span className="font-normal text-text-2 tabular-nums">{countOf(group)}</span>
            </h2>
            <ul
              data-rows
              className="mt-2 divide-y divide-divider rounded-card border border-divider bg-surface"
            >
              {hits.map((hit) => (
                <li key={hit.id} className="relative px-4 py-3 focus-within:bg-info-tint hover:bg-info-tint">
                  <Link
                    {...searchKinds[kind].place(hit.id)}
                    onClick={() =>
                      keepRecentItem(me?.userId, {
                        kind,
                        id: hit.id,
                        title: hit.title,
                        about: hit.about.join(' · '),
                      })
                    }
                    className="font-semibold wrap-anywhere text-link underline-offset-4 after:absolute after:inset-0 hover:underline"
                  >
                    <Marked text={hit.title} typed={text} />
                  </Link>
                  {hit.about.length > 0 && <p className="text-dense text-text-2">{hit.about.join(' · ')}</p>}
                </li>
              ))}
            </ul>
            {hasMore && (
              <Link
                {...allOf(group, text)}
                className="mt-1 inline-flex min-h-11 items-center text-dense text-link underline underline-offset-4"
              >
                {allWords(group)}
              </Link>
            )}
          </section>
        );
      })}
    </div>
  );
}
