import type { ContractorFilters } from '@namc/inputs/contractors';
import type { Transaction } from '../database.ts';

export interface Facet {
  value: string;
  count: number;
}

export interface ContractorCount {
  /** At most `cap`. */
  count: number;
  /** There are more than `cap`: show "1,000+". The facets then describe the most prominent `cap`. */
  capped: boolean;
  cap: number;
  facets: {
    classifications: Facet[];
    counties: Facet[];
    regions: Facet[];
    businessTypes: Facet[];
    standing: Facet[];
    membership: Facet[];
  };
}

export declare function countContractors(tx: Transaction, input: ContractorFilters): Promise<ContractorCount>;
