import { asSentence } from '@namc/inputs/change-sentence';
import { wordsOfChange } from '@namc/inputs/change-words';
import { dayWords } from '@namc/inputs/day-words';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { inferOutput } from '@trpc/tanstack-react-query';
import { api } from '../../lib/api.ts';
import { formatCount } from '../../lib/formats.ts';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { formatAge } from '../../ui/short-times.ts';
import { SkeletonCard } from '../../ui/skeleton.tsx';
import { useMe } from '../accounts/me.ts';

type News = inferOutput<typeof api.members.getLicenseNews>;

const link = 'text-link underline underline-offset-4';

/** The changes that the license board's last files brought for members, and the last file. */
export function LicenseNews() {
  const { data, error, refetch } = useQuery(
    api.members.getLicenseNews.queryOptions(undefined, { staleTime: 0 }),
  );
  return (
    <section aria-label="Members’ licenses" className="space-y-3">
      <h2 className="text-h3 font-semibold">Members’ licenses since yesterday</h2>
      {error && (
        <ErrorPanel what="Couldn’t load the changes of licenses" error={error} retry={() => void refetch()} />
      )}
      {!data && !error && <SkeletonCard className="h-20" />}
      {data && <Changes news={data} />}
    </section>
  );
}

function Changes({ news: { changes, licenses, lastImport } }: { news: News }) {
  const mayImport = useMe()?.permissions.includes('contractors.import') ?? false;
  const listed = new Set(changes.map(({ licenseNumber }) => licenseNumber)).size;
  return (
    <>
      {changes.length === 0 ? (
        <p className="text-text-2">No member’s license has changed.</p>
      ) : (
        <ul className="divide-y divide-divider rounded-card border border-divider bg-surface text-dense">
          {changes.map((change) => (
            <li key={change.id} className="flex flex-wrap gap-x-4 px-4 py-2.5">
              <Link to="/admin/members/$id" params={{ id: change.userId }} className={link}>
                {change.firstName} {change.lastName}
              </Link>
              <span>{asSentence(wordsOfChange(change).sentence)}.</span>
              <Link
                to="/contractors/$license"
                params={{ license: change.licenseNumber }}
                className={`${link} tabular-nums`}
              >
                License {change.licenseNumber}
              </Link>
            </li>
          ))}
        </ul>
      )}
      {licenses > listed && (
        <p className="text-dense text-text-2">
          These are the latest changes. {formatCount(licenses)} members’ licenses changed.
        </p>
      )}
      <p className="text-dense text-text-2">
        {lastImport
          ? `The last license file${lastImport.snapshotDate ? `, of ${dayWords(lastImport.snapshotDate)},` : ''} was imported ${formatAge(lastImport.finishedAt)}: ${formatCount(lastImport.rowsNew)} licenses new, ${formatCount(lastImport.rowsChanged)} changed, ${formatCount(lastImport.rowsGone)} gone.`
          : 'The license board’s file hasn’t been imported yet.'}{' '}
        <Link to="/admin/members/licenses" className={link}>
          Who was told when
        </Link>{' '}
        <Link to="/admin/members/exemptions" className={link}>
          Workers’ compensation exemptions
        </Link>{' '}
        {mayImport && (
          <Link to="/admin/contractors/import" className={link}>
            License file
          </Link>
        )}
      </p>
    </>
  );
}
