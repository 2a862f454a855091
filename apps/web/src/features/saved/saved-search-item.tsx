import { quoted } from '@namc/inputs/quoted';
import { widestWatchedSearch } from '@namc/inputs/saved-searches';
import { Link } from '@tanstack/react-router';
import { PenLine, Trash2 } from 'lucide-react';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { patiently } from '../../lib/connection.ts';
import { formatCount, plural } from '../../lib/formats.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { focusPageHeading } from '../../ui/page-heading.tsx';
import { momentInList } from '../../ui/short-times.ts';
import { appliedFilters } from '../contractors/applied-filters.ts';
import { readContractorSearch } from '../contractors/contractor-search.ts';
import { type NotifyChoice, notifyChoices } from '../saved-searches/notify-words.ts';
import type { SavedProjectSearch, SavedSearch } from '../saved-searches/saved-search-queries.ts';
import { useSavedSearch } from '../saved-searches/use-saved-search.ts';

const RenameForm = lazy(patiently(() => import('./rename-form.tsx')));

const and = new Intl.ListFormat('en-US');

const iconButton =
  'inline-flex size-11 shrink-0 items-center justify-center rounded-control text-text-2 hover:bg-canvas hover:text-text lg:size-10';

/** A saved search for contractors. */
export function SavedSearchItem({ search }: { search: SavedSearch }) {
  const found = readContractorSearch(search.filters);
  return (
    <SearchItem
      search={search}
      words={appliedFilters(found).map(({ label }) => label)}
      choices={notifyChoices}
      kind="firm"
      title={(className, markSeen) => (
        <Link to="/contractors" search={found} onClick={markSeen} className={className}>
          {search.name}
        </Link>
      )}
      newest={search.newest.map(({ licenseNumber, name }) => ({
        key: licenseNumber,
        link: (className) => (
          <Link to="/contractors/$license" params={{ license: licenseNumber }} className={className}>
            {name}
          </Link>
        ),
      }))}
    />
  );
}

interface NewestResult {
  key: string;
  link: (className: string) => ReactNode;
}

/** A saved search: its filters in words, what is new, and when the person hears of it. */
export function SearchItem({
  search,
  words,
  choices,
  kind,
  title,
  newest,
}: {
  search: SavedSearch | SavedProjectSearch;
  words: string[];
  choices: NotifyChoice[];
  /** One result in a word. */
  kind: string;
  title: (className: string, markSeen: () => void) => ReactNode;
  newest: NewestResult[];
}) {
  const { id, name, leftOut, newResults, isTooWide } = search;
  const { change, markSeen, remove } = useSavedSearch(search);
  const [isRenaming, setRenaming] = useState(false);
  // A suggested name has the typed words without their quotation marks.
  const isSaidByName = words.join(', ').replace(/[“”]/g, '') === name;
  return (
    <li className="flex flex-col gap-3 p-4 sm:flex-row sm:items-start sm:justify-between">
      <div className="min-w-0 space-y-1">
        <div className="flex flex-wrap items-baseline gap-x-3">
          <h3 className="font-semibold">
            {title(
              'text-link underline-offset-4 hover:underline',
              () => newResults > 0 && markSeen.mutate({ id }),
            )}
          </h3>
          {newResults > 0 && (
            <span className="rounded-card bg-brand px-2 text-meta leading-5 font-semibold text-on-brand tabular-nums">
              {formatCount(newResults)} new
            </span>
          )}
        </div>
        {!isSaidByName && <p className="text-dense text-text-2">{words.join(' · ')}</p>}
        {leftOut.length > 0 && (
          <p className="text-dense text-text-2 wrap-anywhere">
            It doesn’t watch for {and.format(leftOut.map(quoted))}.
          </p>
        )}
        {isTooWide && (
          <p className="text-dense text-warn">
            It has more than {formatCount(widestWatchedSearch)} results, so we can’t tell you which are new.
            Add a filter and save it again.
          </p>
        )}
        {newResults > 0 && (
          <Newest search={search} newest={newest} kind={kind} markSeen={() => markSeen.mutate({ id })} />
        )}
      </div>
      <div className="flex shrink-0 items-end gap-1">
        {!isTooWide && (
          <label className="text-dense">
            <span className="sr-only">Email me about new results of {name}</span>
            <span aria-hidden className="mb-1 block text-meta text-text-2">
              Email me
            </span>
            <select
              value={search.notify}
              onChange={(event) => {
                const chosen = choices.find(({ value }) => value === event.target.value);
                if (chosen) change.mutate({ id, notify: chosen.value });
              }}
              className="min-h-11 rounded-control border border-control bg-surface px-2 text-body lg:min-h-10 lg:text-dense"
            >
              {choices.map(({ value, label }) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </select>
          </label>
        )}
        <button
          type="button"
          className={iconButton}
          aria-haspopup="dialog"
          aria-label={`Rename ${name}`}
          title="Rename"
          onClick={() => setRenaming(true)}
        >
          <PenLine aria-hidden className="size-5" />
        </button>
        <button
          type="button"
          className={iconButton}
          aria-label={`Remove ${name}`}
          title="Remove"
          onClick={() => {
            remove.mutate({ id });
            // The row disappears.
            focusPageHeading();
          }}
        >
          <Trash2 aria-hidden className="size-5" />
        </button>
      </div>
      <Dialog title="Rename this search" isOpen={isRenaming} close={() => setRenaming(false)}>
        <Suspense>
          <RenameForm
            search={search}
            rename={(next) => {
              change.mutate({ id, name: next });
              setRenaming(false);
            }}
          />
        </Suspense>
      </Dialog>
    </li>
  );
}

function Newest({
  search,
  newest,
  kind,
  markSeen,
}: {
  search: SavedSearch | SavedProjectSearch;
  newest: NewestResult[];
  kind: string;
  markSeen: () => void;
}) {
  const { newResults, seenAt, name } = search;
  const rest = newResults - newest.length;
  return (
    <div className="text-dense">
      <p className="text-text-2">
        New since <time {...momentInList(seenAt)} />:
      </p>
      <ul className="space-y-0.5">
        {newest.map(({ key, link }) => (
          <li key={key}>{link('inline-block min-h-6 text-link underline-offset-4 hover:underline')}</li>
        ))}
      </ul>
      {rest > 0 && (
        <p className="text-text-2">
          and {formatCount(rest)} more {plural(rest, kind)}
        </p>
      )}
      <button
        type="button"
        aria-label={`Mark as seen: new results of ${name}`}
        onClick={() => {
          markSeen();
          focusPageHeading();
        }}
        className="min-h-11 font-semibold text-link underline-offset-4 hover:underline lg:min-h-8"
      >
        Mark as seen
      </button>
    </div>
  );
}
