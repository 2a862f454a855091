import type { ContractorPage } from './contractor.ts';
import type { ContractorPageSearch } from './contractor-search.ts';

type Sort = ContractorPageSearch['sort'];

const orderWords: Record<ContractorPage['order'], string> = {
  match: 'Best match',
  distance: 'Nearest first',
  name: 'By name, A to Z',
  license: 'By license number',
  precedence: 'Members, then good standing, then oldest license',
};

/**
 * The orders that a person can choose, each in words for what it does. `best` means something else for each kind of
 * search: `page` says what the chosen one was for this search.
 */
export function sortChoices(
  search: Pick<ContractorPageSearch, 'q' | 'near' | 'sort'>,
  page: Pick<ContractorPage, 'order' | 'place'> | undefined,
): { sort: Sort; label: string }[] {
  const hasPlace = page ? page.place !== null : search.near !== '';
  const usual: [Sort, ContractorPage['order']][] = [
    ['best', search.q ? 'match' : hasPlace ? 'distance' : 'precedence'],
    ['distance', 'distance'],
    ['name', 'name'],
  ];
  const chosen = page ? orderWords[page.order] : undefined;
  return usual
    .map(([sort, order]) => ({
      sort,
      label: (sort === search.sort && chosen) || orderWords[order],
    }))
    .filter(
      ({ sort, label }) => sort === search.sort || (label !== chosen && (sort !== 'distance' || hasPlace)),
    );
}
