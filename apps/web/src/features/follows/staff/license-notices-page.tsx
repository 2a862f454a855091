import { wordsOfChange } from '@namc/inputs/change-words';
import { dayWords } from '@namc/inputs/day-words';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api } from '../../../lib/api.ts';
import { formatInstant } from '../../../lib/formats.ts';
import { filteredPageOptions } from '../../../lib/page-options.ts';
import { Empty } from '../../../ui/empty.tsx';
import { Entries } from '../../../ui/entries.tsx';
import { NothingYet } from '../../../ui/illustrations.tsx';
import { PageHeading } from '../../../ui/page-heading.tsx';

const link = 'text-link underline-offset-4 hover:underline';

/** The notices to owners of companies about their own licenses, for staff: who, what and when. */
export function LicenseNoticesPage() {
  const list = useInfiniteQuery(
    api.follows.listNotices.infiniteQueryOptions({ limit: 50 }, filteredPageOptions),
  );
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? [];
  return (
    <div className="max-w-5xl space-y-5">
      <PageHeading title="License notices" />
      <p className="max-w-prose text-text-2">
        The portal emails the owners of a company when the license board’s file changes its license, and again
        90, 30 and 7 days before the license, its bond or its workers’ compensation ends.
      </p>
      <Entries
        label="License notices"
        what="Couldn’t load the notices"
        list={list}
        isEmpty={rows.length === 0}
        empty={
          <Empty drawing={<NothingYet />} title="No notices yet.">
            They appear after a license file changes the license of a member’s company, or when a day comes
            near.
          </Empty>
        }
      >
        {rows.map((row) => (
          <li key={row.id} className="space-y-1 p-4">
            <p>
              <Link
                to="/contractors/$license"
                params={{ license: row.licenseNumber }}
                className={`${link} font-semibold`}
              >
                {row.companyName ?? `License ${row.licenseNumber}`}
              </Link>
              {': '}
              {wordsOfChange(row).sentence}.
            </p>
            <p className="text-dense text-text-2">
              {row.companyName && `License ${row.licenseNumber}`}
              {row.companyName && row.fileDate && ' · '}
              {row.fileDate && `File of ${dayWords(row.fileDate)}`}
            </p>
            <p className="text-dense">
              {row.toldAt ? 'Told ' : 'Not told yet: '}
              <Link to="/admin/members/$id" params={{ id: row.userId }} className={link}>
                {row.firstName} {row.lastName}
              </Link>
              {row.toldAt && `, ${formatInstant(row.toldAt)}`}
              {row.takenBackAt && '. The file was withdrawn since.'}
            </p>
          </li>
        ))}
      </Entries>
    </div>
  );
}
