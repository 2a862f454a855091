import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api } from '../../../lib/api.ts';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { Loading } from '../../../ui/loading.tsx';

/** The companies of a member, for staff. One that was registered twice is merged from here. */
export default function MemberCompanies({ userId, mayMerge }: { userId: string; mayMerge: boolean }) {
  const { data, error, isPending, refetch } = useQuery(
    api.companyMerges.listOfMember.queryOptions({ userId }),
  );
  return (
    <section aria-label="Companies" className="space-y-3">
      <h2 className="text-h3 font-semibold">Companies</h2>
      {isPending && <Loading />}
      {error && <ErrorPanel what="Couldn’t load the companies" error={error} retry={refetch} />}
      {data?.length === 0 && <p className="text-text-2">None yet.</p>}
      {data && data.length > 0 && (
        <ul className="max-w-2xl divide-y divide-divider rounded-card border border-divider bg-surface">
          {data.map(({ id, name }) => (
            <li key={id} className="flex flex-wrap items-center justify-between gap-x-4 p-3">
              <span className="min-w-0 break-words">{name}</span>
              {mayMerge && (
                <Link
                  to="/admin/companies/$id/merge"
                  params={{ id }}
                  className="inline-flex min-h-11 items-center text-dense text-link underline underline-offset-4 lg:min-h-8"
                >
                  Merge a duplicate<span className="sr-only"> into {name}</span>
                </Link>
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
