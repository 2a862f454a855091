import { dayWords } from '@namc/inputs/day-words';
import { wordsLeftOut } from '@namc/inputs/words-left-out';
import { Download } from 'lucide-react';
import { formatCapped, plural } from '../../lib/formats.ts';
import { buttonClass } from '../../ui/button.tsx';
import { PrintButton } from '../../ui/print.tsx';
import type { ContractorCount, ContractorPage } from './contractor.ts';
import { type ContractorPageSearch, downloadHref } from './contractor-search.ts';
import { SaveContractorSearch } from './save-contractor-search.tsx';
import { sortChoices } from './sort-words.ts';
import { nothingReadWords } from './understood.ts';
import { UnderstoodLine } from './understood-line.tsx';
import type { ChangeSearch } from './use-contractor-search.ts';

/** The number of results, their order, and the download. */
export function ResultSummary({
  search,
  change,
  count,
  page,
}: {
  /** The search with what its words ask for. */
  search: ContractorPageSearch;
  change: ChangeSearch;
  count: ContractorCount | undefined;
  page: ContractorPage | undefined;
}) {
  const choices = sortChoices(search, page);
  const leftOut = page ? wordsLeftOut(page.understood, { ...search, place: page.place }) : [];
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
      {/* A line of its own, so that the rows below stay in place when the number arrives. */}
      <h2 className="min-h-6.5 w-full text-lead font-semibold tabular-nums">
        {count ? (
          `${formatCapped(count.count, count.capped)} ${plural(count.count, 'contractor')}`
        ) : (
          <span className="sr-only">Results</span>
        )}
      </h2>
      <div className="flex flex-wrap items-center gap-2 max-sm:w-full print:hidden">
        <label className="flex items-center gap-2 text-dense max-sm:min-w-0 max-sm:flex-1">
          <span className="max-sm:sr-only">Sort</span>
          <select
            name="sort"
            value={search.sort}
            onChange={(event) => {
              const chosen = choices.find(({ sort }) => sort === event.target.value);
              if (chosen) change({ sort: chosen.sort });
            }}
            className="w-full max-w-[16rem] min-w-0 min-h-11 rounded-control border border-control bg-surface px-2 text-body lg:min-h-10 lg:text-dense"
          >
            {choices.map(({ sort, label }) => (
              <option key={sort} value={sort}>
                {label}
              </option>
            ))}
          </select>
        </label>
        {(search.near !== '' || !page?.understood.some(({ as }) => as === 'here')) && (
          <SaveContractorSearch search={search} leftOut={leftOut} />
        )}
        {/* On a phone the four fit one line: the choice of the order gives way. */}
        <a href={downloadHref(search)} download className={buttonClass('secondary', 'max-sm:px-3')}>
          <Download aria-hidden className="size-4" />
          <span className="max-sm:sr-only">Download</span>
          <span className="sr-only"> these contractors as CSV</span>
        </a>
        <PrintButton what="this list" isSmall />
      </div>
    </div>
  );
}

/** The lines above the rows of a list, for a phone that shows the map in its place. */
export function MapSummary({
  page,
  search,
  change,
  total,
  isEmpty,
}: {
  page: ContractorPage | undefined;
  search: ContractorPageSearch;
  change: ChangeSearch;
  /** The number of results in words, once it is known. */
  total: string | null;
  isEmpty: boolean;
}) {
  const nobody = page?.nothingRead ? nothingReadWords(page.understood) : 'No contractors match.';
  return (
    <>
      {/* A line of its own, so that the map below stays in place when the number arrives. */}
      <h2 className="min-h-6.5 font-semibold tabular-nums">
        {(page && (isEmpty ? nobody : total)) || <span className="sr-only">Results</span>}
      </h2>
      {page && <UnderstoodLine page={page} search={search} change={change} />}
      {page && <SearchMeaning page={page} search={search} />}
    </>
  );
}

/** Says how the portal understood the search, wherever that differs from the typed text. */
export function SearchMeaning({ page, search }: { page: ContractorPage; search: ContractorPageSearch }) {
  const { corrections, rankedAmongTop } = page;
  return (
    <>
      {corrections.length > 0 && (
        <p className="text-dense wrap-anywhere">
          Showing results for{' '}
          <strong>{corrections.map(({ searched }) => searched.toLowerCase()).join(', ')}</strong>. Nothing
          matches {corrections.map(({ typed }) => `“${typed}”`).join(' or ')}.
        </p>
      )}
      {rankedAmongTop !== null && search.sort === 'best' && (
        <p className="text-dense text-text-2">
          These words are very common, so the {rankedAmongTop} most prominent contractors are ranked first.
          Add a city, a trade or another word to narrow the results.
        </p>
      )}
      {search.on && <p className="text-dense text-text-2">Standing as of {dayWords(page.on)}.</p>}
    </>
  );
}
