import { skipToken, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { api } from '../../lib/api.ts';
import { patiently } from '../../lib/connection.ts';
import { Empty } from '../../ui/empty.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { NothingYet } from '../../ui/illustrations.tsx';
import { Loading } from '../../ui/loading.tsx';
import { useMe } from '../accounts/me.ts';
import { Change } from '../accounts/settings-section.tsx';
import { CompanySections } from './company-sections.tsx';
import { Invitations } from './invitations.tsx';

const AddForm = lazy(patiently(async () => ({ default: (await import('./company-forms.tsx')).AddForm })));

/** The invitations that wait for the member, and one of the member's companies with its facts and people. */
export default function OwnCompanies({
  company: companyId,
  invitation,
}: {
  company?: string | undefined;
  invitation?: string | undefined;
}) {
  const me = useMe();
  const { data, error, isPending, refetch } = useQuery(api.companies.listOwn.queryOptions());
  // A letter may lead to a company that was merged with another one since.
  const isOld = companyId !== undefined && data !== undefined && !data.some(({ id }) => id === companyId);
  const today = useQuery(
    api.companyMerges.findToday.queryOptions(isOld ? { companyId } : skipToken, { retry: false }),
  );
  const asked = today.data ?? companyId;
  const company = data?.find(({ id }) => id === asked) ?? data?.[0];
  const isMember = me?.status === 'ACTIVE' || me?.status === 'LAPSED';
  const add = isMember && (
    <Change
      what={company ? 'another company' : 'your company'}
      label="Add"
      isSpelledOut
      form={(close) => (
        <Suspense fallback={<Loading />}>
          <AddForm done={close} />
        </Suspense>
      )}
    />
  );
  return (
    <>
      <Invitations invitationId={invitation} />
      {isPending && <Loading />}
      {error && <ErrorPanel what="Couldn’t load your company" error={error} retry={refetch} />}
      {data && data.length > 1 && (
        <nav aria-label="Your companies">
          <ul className="flex flex-wrap gap-2">
            {data.map(({ id, name }) => (
              <li key={id} className="min-w-0">
                <Link
                  to="/company"
                  search={{ company: id }}
                  aria-current={id === company?.id ? 'page' : undefined}
                  className="inline-flex min-h-11 items-center rounded-control border border-divider px-3 text-dense break-words hover:bg-canvas aria-[current]:border-link aria-[current]:bg-info-tint aria-[current]:font-semibold"
                >
                  {name}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
      )}
      {company && <CompanySections key={company.id} company={company} />}
      {data && !company && (
        <div className="max-w-2xl">
          <Empty drawing={<NothingYet />} title="You don’t belong to a company here yet">
            {isMember ? (
              <>
                <p className="break-words">Add your company, or ask a colleague to invite {me?.email}.</p>
                <div className="mt-4">{add}</div>
              </>
            ) : (
              <p>Your application names your company. It appears here once your membership is approved.</p>
            )}
          </Empty>
        </div>
      )}
      {company && add && <div className="max-w-2xl border-t border-divider pt-6">{add}</div>}
    </>
  );
}
