import { createFileRoute, type SearchSchemaInput, stripSearchParams } from '@tanstack/react-router';
import {
  contractorSearchDefaults,
  readContractorSearch,
  type SearchChange,
} from '../../../features/contractors/contractor-search.ts';
import { ContractorSearchPage } from '../../../features/contractors/contractor-search-page.tsx';

export const Route = createFileRoute('/_public/contractors/')({
  validateSearch: (search: SearchChange & SearchSchemaInput) => readContractorSearch({ ...search }),
  search: { middlewares: [stripSearchParams(contractorSearchDefaults)] },
  component: ContractorSearchPage,
});
