import { createFileRoute, type SearchSchemaInput } from '@tanstack/react-router';
import { CompanyPage } from '../../features/companies/company-page.tsx';

type Asked = { company?: string | undefined; invitation?: string | undefined };

export const Route = createFileRoute('/_member/company')({
  validateSearch: (search: Asked & SearchSchemaInput): Asked => search,
  component: function CompanyRoute() {
    return <CompanyPage {...Route.useSearch()} />;
  },
});
