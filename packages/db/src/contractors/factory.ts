import type { Client } from '../engine/connection.ts';

/**
 * The part of a contractor that a test states; the rest is filled in. Positions are `[longitude, latitude]`.
 */
export interface ContractorSample {
  licenseNumber: string;
  businessName?: string;
  dbaName?: string | null;
  city?: string | null;
  county?: string | null;
  region?: 'NORTH' | 'SOUTH' | 'OTHER';
  businessType?: string;
  classifications?: string[];
  primaryStatus?: string;
  issueDate?: string | null;
  lastUpdated?: string | null;
  expirationDate?: string | null;
  inactivationDate?: string | null;
  reactivationDate?: string | null;
  contractorBondEffectiveDate?: string | null;
  contractorBondCancellationDate?: string | null;
  workersCompEffectiveDate?: string | null;
  workersCompCancellationDate?: string | null;
  isNamcMember?: boolean;
  goneAt?: string | null;
  location?: [longitude: number, latitude: number] | null;
}

const usual = {
  businessName: 'EXAMPLE BUILDERS INC',
  dbaName: null,
  city: 'OAKLAND',
  county: 'Alameda',
  region: 'NORTH',
  businessType: 'Corporation',
  classifications: ['B'],
  primaryStatus: 'CLEAR',
  issueDate: '2015-06-01',
  lastUpdated: '2026-01-15',
  expirationDate: '2099-12-31',
  inactivationDate: null,
  reactivationDate: null,
  contractorBondEffectiveDate: '2025-01-01',
  contractorBondCancellationDate: null,
  workersCompEffectiveDate: null,
  workersCompCancellationDate: null,
  isNamcMember: false,
  goneAt: null,
  location: [-122.2711, 37.8044],
} as const satisfies Omit<ContractorSample, 'licenseNumber'>;

/** Adds contractors, and rebuilds the word table and the county counts, as an import does. */
export async function addContractors(owner: Client, samples: ContractorSample[]): Promise<void> {
  const rows = samples.map((sample) => {
    const { location, ...facts } = { ...usual, ...sample };
    return { ...facts, longitude: location?.[0] ?? null, latitude: location?.[1] ?? null };
  });
  await owner.begin(async (sql) => {
    await sql`set local role admin_role`;
    await sql`
      insert into california_contractors (
        license_number, business_name, dba_name, city, state, county, region, business_type, classifications,
        primary_status, issue_date, last_updated, expiration_date, inactivation_date, reactivation_date,
        contractor_bond_effective_date, contractor_bond_cancellation_date, workers_comp_effective_date,
        workers_comp_cancellation_date, is_namc_member, gone_at, location, location_precision)
      select "licenseNumber", "businessName", "dbaName", city, 'CA', county, region, "businessType",
             array(select jsonb_array_elements_text(classifications)), "primaryStatus", "issueDate", "lastUpdated",
             "expirationDate", "inactivationDate", "reactivationDate", "contractorBondEffectiveDate",
             "contractorBondCancellationDate", "workersCompEffectiveDate", "workersCompCancellationDate",
             "isNamcMember", "goneAt",
             ST_SetSRID(ST_MakePoint(longitude, latitude), 4326)::geography,
             case when longitude is not null then 'zip' end
      from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as row (
        "licenseNumber" text, "businessName" text, "dbaName" text, city text, county text, region text,
        "businessType" text, classifications jsonb, "primaryStatus" text, "issueDate" date, "lastUpdated" date,
        "expirationDate" date, "inactivationDate" date, "reactivationDate" date,
        "contractorBondEffectiveDate" date, "contractorBondCancellationDate" date,
        "workersCompEffectiveDate" date, "workersCompCancellationDate" date, "isNamcMember" boolean,
        "goneAt" timestamptz, longitude float8, latitude float8)`;
    await sql`delete from contractor_words`;
    await sql`
      insert into contractor_words (word, contractors)
      select word, ndoc from ts_stat('select search_vector from california_contractors')`;
    await sql`delete from contractor_county_counts`;
    await sql`
      insert into contractor_county_counts (county, region, contractors, clear, members)
      select county, min(region), count(*), count(*) filter (where primary_status = 'CLEAR'),
             count(*) filter (where is_namc_member)
      from california_contractors where county is not null and gone_at is null group by county`;
  });
}
