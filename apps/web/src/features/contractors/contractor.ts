import type { inferOutput } from '@trpc/tanstack-react-query';
import type { api } from '../../lib/api.ts';

type Asked = typeof api.contractors;

/** A page as the API sends it, its rows without keys. */
export type ContractorTablePage = inferOutput<Asked['search']>;
export type Contractor = NonNullable<ContractorTablePage['contractors']['row']>;
export type ContractorPage = Omit<ContractorTablePage, 'contractors'> & { contractors: Contractor[] };
export type StandingInBrief = Contractor['standing'];
export type Standing = License['standing'];
export type ContractorCount = inferOutput<Asked['count']>;
export type License = inferOutput<Asked['getLicense']>;
export type LicenseChange = inferOutput<Asked['listLicenseChanges']>[number];
export type LicensePeople = inferOutput<Asked['getLicensePeople']>;
export type Person = inferOutput<Asked['getPersonnel']>['people'][number];
export type Policy = inferOutput<Asked['getPersonnel']>['policies'][number];
export type MapView = inferOutput<Asked['map']>;
export type MapFeature = MapView['features'][number];
export type CountyCount = inferOutput<Asked['listCountyCounts']>[number];
