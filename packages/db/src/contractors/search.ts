import type { ContractorSearch } from '@namc/inputs/contractors';
import type { Position } from '../columns/geography.ts';
import type { Transaction } from '../database.ts';
import type { Standing } from './standing.ts';

/** A row of a result list: what a visitor may see of a contractor. */
export interface ContractorListItem {
  licenseNumber: string;
  businessName: string;
  dbaName: string | null;
  city: string | null;
  state: string | null;
  county: string | null;
  businessType: string | null;
  classifications: string[];
  primaryStatus: string;
  expirationDate: string | null;
  standing: Standing;
  isNamcMember: boolean;
  location: (Position & { precision: 'zip' | 'street' }) | null;
  /** Metres from the place that was asked for; null without one. */
  distanceMeters: number | null;
}

/** What the text and the place of a search were taken to mean. */
export interface ContractorSearchMeaning {
  /** The words that were searched instead of those typed, when nothing was spelt that way. */
  corrections: { typed: string; searched: string }[];
  /** The place that `near` named; null without `near`. */
  place: (Position & { label: string }) | null;
  /** `near` was given and names no place that is known: the search went without it. */
  placeUnknown: boolean;
}

export interface ContractorPage extends ContractorSearchMeaning {
  contractors: ContractorListItem[];
  /** Hand it back as `cursor` for the next page; null on the last. */
  nextCursor: string | null;
  /** The words are so common that only the most prominent holders were ranked. */
  rankedAmongTop: number | null;
  /** The day on which each `standing` was judged. */
  on: string;
}

/**
 * One page of the contractors that match.
 * @throws InvalidInput for a cursor that no page of this search returned.
 */
export declare function searchContractors(tx: Transaction, input: ContractorSearch): Promise<ContractorPage>;
