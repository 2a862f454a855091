import { useState } from 'react';
import type { ContractorPageSearch, SearchChange } from './contractor-search.ts';
import type { ChangeSearch } from './use-contractor-search.ts';

/**
 * The search with what a person has just chosen, and the function that chooses. A slow phone takes long to draw what follows from
 * a choice. So the choice shows at once, before the search has it.
 */
export function useSoon(
  search: ContractorPageSearch,
  change: ChangeSearch,
): [shown: ContractorPageSearch, choose: ChangeSearch] {
  const [chosen, setChosen] = useState<{ from: ContractorPageSearch; changed: SearchChange }>();
  const waiting = chosen?.from === search ? chosen.changed : undefined;
  const choose: ChangeSearch = (changed, how) => {
    setChosen({ from: search, changed: { ...waiting, ...changed } });
    change(changed, how);
  };
  return [{ ...search, ...waiting } as ContractorPageSearch, choose];
}
