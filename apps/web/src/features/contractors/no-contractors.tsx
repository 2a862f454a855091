import { wordsLeftOut } from '@namc/inputs/words-left-out';
import { Button } from '../../ui/button.tsx';
import type { AppliedFilter } from './applied-filters.ts';
import type { ContractorPage } from './contractor.ts';
import type { ContractorPageSearch } from './contractor-search.ts';
import { FilterChips } from './filters/filter-chips.tsx';
import { SaveContractorSearch } from './save-contractor-search.tsx';
import { nothingReadWords, withoutNames } from './understood.ts';
import type { ChangeSearch } from './use-contractor-search.ts';

export function NoContractors({
  search,
  applied,
  change,
  page: { nothingRead, placeUnknown, understood, place },
}: {
  /** The search with what its words ask for. */
  search: ContractorPageSearch;
  applied: AppliedFilter[];
  change: ChangeSearch;
  page: Pick<ContractorPage, 'nothingRead' | 'placeUnknown' | 'understood' | 'place'>;
}) {
  const leftOut = wordsLeftOut(understood, { ...search, place });
  const fewer = withoutNames(understood);
  const isBegun = understood.some(({ as }) => as === 'begun-place');
  if (nothingRead) {
    return (
      <div className="rounded-card border border-divider bg-surface p-6">
        <h2 className="mb-3 text-lead font-semibold">{nothingReadWords(understood)}</h2>
        <FilterChips applied={applied} change={change} label="Filters with no results" />
        <p className="mt-3 max-w-[70ch] text-dense text-text-2">
          Type a trade, such as plumber, a firm’s name, a city or a license number.
        </p>
      </div>
    );
  }
  return (
    <div className="rounded-card border border-divider bg-surface p-6">
      <h2 className="mb-3 text-lead font-semibold">
        {isBegun ? 'Choose a place, or type on.' : 'No contractors match:'}
      </h2>
      <FilterChips applied={applied} change={change} label="Filters with no results" />
      {!isBegun && (
        <p className="mt-3 max-w-[70ch] text-dense text-text-2">
          Try removing a filter or widening the distance. We list only current and renewable licenses.
        </p>
      )}
      <div className="mt-4 flex flex-wrap gap-2">
        {fewer && (
          <Button className="wrap-anywhere" onClick={() => change(fewer.filters)}>
            {fewer.label}
          </Button>
        )}
        {!placeUnknown && <SaveContractorSearch search={search} leftOut={leftOut} />}
      </div>
    </div>
  );
}
