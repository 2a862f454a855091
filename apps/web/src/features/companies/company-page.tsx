import { lazy, Suspense } from 'react';
import { patiently } from '../../lib/connection.ts';
import { Loading } from '../../ui/loading.tsx';
import { PageHeading } from '../../ui/page-heading.tsx';

const OwnCompanies = lazy(patiently(() => import('./own-companies.tsx')));

/** The company of a member. Its parts load behind the heading. */
export function CompanyPage(asked: { company?: string | undefined; invitation?: string | undefined }) {
  return (
    <div className="space-y-8">
      <PageHeading title="Your company" />
      <Suspense fallback={<Loading />}>
        <OwnCompanies {...asked} />
      </Suspense>
    </div>
  );
}
