import type { ContractorByLicense } from '@namc/inputs/contractors';
import type { Position } from '../columns/geography.ts';
import type { Transaction } from '../database.ts';
import type { ContractorListItem } from './search.ts';
import type { Standing } from './standing.ts';

/** What a visitor may see of one license: no address, telephone or policy numbers. */
export interface PublicLicense {
  licenseNumber: string;
  businessName: string;
  dbaName: string | null;
  fullBusinessName: string | null;
  businessType: string | null;
  city: string | null;
  state: string | null;
  county: string | null;
  region: 'NORTH' | 'SOUTH' | 'OTHER';
  zipCode: string | null;
  classifications: string[];
  primaryStatus: string;
  secondaryStatus: string | null;
  issueDate: string | null;
  reissueDate: string | null;
  expirationDate: string | null;
  inactivationDate: string | null;
  reactivationDate: string | null;
  asbestosRegistration: string | null;
  workersComp: {
    coverageType: string | null;
    insurer: string | null;
    effectiveDate: string | null;
    expirationDate: string | null;
    cancellationDate: string | null;
    suspensionDate: string | null;
  };
  contractorBond: Bond | null;
  workerBond: Bond | null;
  disciplinaryBond: Bond | null;
  isNamcMember: boolean;
  location: (Position & { precision: 'zip' | 'street' }) | null;
  /** The date of the file that the row was last in. */
  asOf: string | null;
  goneAt: Date | null;
  standing: Standing;
}

export interface Bond {
  surety: string | null;
  effectiveDate: string | null;
  cancellationDate: string | null;
  amountCents: number | null;
}

/** @throws NotFound when no file ever held this license. */
export declare function getLicense(tx: Transaction, input: ContractorByLicense): Promise<PublicLicense>;

/**
 * Up to eight contractors in good standing nearest to this one that share a classification with it,
 * nearest first; none when the place of this one is not known.
 */
export declare function listNeighbors(
  tx: Transaction,
  input: ContractorByLicense,
): Promise<ContractorListItem[]>;
