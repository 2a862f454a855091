import type { ContractorMap } from '@namc/inputs/contractors';
import type { Position } from '../columns/geography.ts';
import type { Transaction } from '../database.ts';

export type ContractorMapFeature =
  | ({ kind: 'cluster'; id: string; count: number; members: number; county: string | null } & Position)
  | ({
      kind: 'contractor';
      id: string;
      licenseNumber: string;
      businessName: string;
      isNamcMember: boolean;
      precision: 'zip' | 'street';
    } & Position);

export interface ContractorMapView {
  /** At most 500. */
  features: ContractorMapFeature[];
  /** Contractors in `features`, clusters counted by their members. */
  shown: number;
  /** More match than were looked at: the counts are of the most prominent ones only. */
  capped: boolean;
  /** Matching contractors that no place is known for. */
  withoutLocation: number;
}

export declare function mapContractors(tx: Transaction, input: ContractorMap): Promise<ContractorMapView>;
