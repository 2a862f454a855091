import type { inferOutput } from '@trpc/tanstack-react-query';
import { api, queryClient } from '../../lib/api.ts';

export type OwnCompany = inferOutput<typeof api.companies.listOwn>[number];
export type CompanyPerson = inferOutput<typeof api.companies.listPeople>[number];

/** Asks again for all that the pages show of companies. The profile names the company too. */
export async function refreshCompanies(): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries(api.companies.pathFilter()),
    queryClient.invalidateQueries(api.accounts.getProfile.pathFilter()),
    // Colleagues may cover each other’s membership.
    queryClient.invalidateQueries(api.accounts.findMe.pathFilter()),
  ]);
}
