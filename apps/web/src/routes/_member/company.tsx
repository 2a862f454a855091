import { createFileRoute, type SearchSchemaInput } from '@tanstack/react-router';
import { useMe } from '../../features/accounts/me.ts';
import { CompanyPage } from '../../features/companies/company-page.tsx';
import { api, queryClient } from '../../lib/api.ts';

type Asked = { company?: string; invitation?: string } & SearchSchemaInput;
const readId = (text: unknown) => (/^[\da-f-]{36}$/.test(String(text)) ? String(text) : undefined);

export const Route = createFileRoute('/_member/company')({
  validateSearch: ({ company, invitation }: Asked) => ({
    company: readId(company),
    invitation: readId(invitation),
  }),
  // Starts the requests while the page's code is still loading. The page itself shows the progress.
  loader: () => {
    void queryClient.prefetchQuery(api.companies.listOwn.queryOptions());
    void queryClient.prefetchQuery(api.companies.listOwnInvitations.queryOptions());
  },
  component: function CompanyRoute() {
    const { company, invitation } = Route.useSearch();
    const me = useMe();
    return me ? <CompanyPage me={me} companyId={company} invitationId={invitation} /> : null;
  },
});
