import type { Transaction } from '../database.ts';

export interface CountyCount {
  county: string;
  region: 'NORTH' | 'SOUTH' | 'OTHER';
  contractors: number;
  /** With the status CLEAR in the last accepted file. */
  clear: number;
  members: number;
}

export interface ContractorSnapshot {
  /** The date of the last accepted file; null before the first import. */
  asOf: string | null;
  contractors: number;
}

/** Contractors of the last accepted file by county, in alphabetical order. */
export declare function listCountyCounts(tx: Transaction): Promise<CountyCount[]>;

export declare function getContractorSnapshot(tx: Transaction): Promise<ContractorSnapshot>;
