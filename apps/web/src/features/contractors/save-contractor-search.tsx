import { lazy } from 'react';
import { patiently } from '../../lib/connection.ts';
import { SaveSearch } from '../saved-searches/save-search.tsx';
import { wordsToSave } from './applied-filters.ts';
import { type ContractorPageSearch, filtersOf } from './contractor-search.ts';

const SaveSearchForm = lazy(patiently(() => import('../saved-searches/save-search-form.tsx')));

/** Saves a search for contractors. `leftOut` are typed words that it does not search for. */
export const SaveContractorSearch = ({
  search,
  leftOut,
}: {
  search: ContractorPageSearch;
  leftOut: string[];
}) => (
  <SaveSearch
    form={(done) => (
      <SaveSearchForm
        filters={filtersOf(search)}
        words={wordsToSave(search, leftOut)}
        leftOut={leftOut}
        done={done}
      />
    )}
  />
);
