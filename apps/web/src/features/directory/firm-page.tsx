import { useQuery } from '@tanstack/react-query';
import { Link, Navigate } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';
import { api, isMissing } from '../../lib/api.ts';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { Loading } from '../../ui/loading.tsx';
import { PageHeading } from '../../ui/page-heading.tsx';
import { PrintButton, PrintedAt } from '../../ui/print.tsx';
import { useMay, useSignedIn } from '../accounts/me.ts';
import { RenewLink } from '../memberships/renew-link.tsx';
import { FirmFacts } from './firm-facts.tsx';
import { FirmPeople } from './firm-people.tsx';
import { FirmLogo, FirmPicture } from './firm-picture.tsx';
import { firmQuery } from './firm-query.ts';
import { lastDirectory } from './last-directory.ts';

/** One member firm, as its reader may see it. */
export function FirmPage({ id }: { id: string }) {
  const me = useSignedIn();
  const isMember = useMay('READ_DIRECTORY');
  const firm = useQuery(firmQuery(id));
  const isUnknown = isMissing(firm.error);
  // The firm was merged with another one, under whose address it stands.
  if (firm.data && firm.data.id !== id)
    return <Navigate to="/directory/$id" params={{ id: firm.data.id }} replace />;
  return (
    <article className="max-w-5xl space-y-6">
      <Link
        to="/directory"
        search={lastDirectory()}
        className="inline-flex min-h-11 items-center gap-1.5 text-dense text-link underline-offset-4 hover:underline lg:min-h-8 print:hidden"
      >
        <ArrowLeft aria-hidden className="size-4" />
        Directory
      </Link>
      <header className="flex flex-wrap items-start justify-between gap-3">
        <div className="min-w-0 wrap-anywhere">
          <PageHeading title={firm.data?.name ?? (isUnknown ? 'Firm not found' : 'Member firm')} />
          {firm.data && <p className="text-text-2">Member firm of NAMC NorCal</p>}
        </div>
        {firm.data && <PrintButton what="this firm" />}
      </header>
      {isUnknown && (
        <p className="max-w-[70ch]">
          The directory has no such firm, or the firm doesn’t show itself to you.
          {!me && ' Members see more firms after they sign in.'}
        </p>
      )}
      {firm.isError && !isUnknown && (
        <ErrorPanel what="Couldn’t load this firm" error={firm.error} retry={() => void firm.refetch()} />
      )}
      {firm.isPending && <Loading />}
      {firm.data && (
        <>
          <FirmPictures companyId={id} name={firm.data.name} />
          <FirmFacts firm={firm.data} />
          {isMember && <FirmPeople companyId={id} />}
          {!isMember && (
            <p className="text-dense text-text-2 print:hidden">
              Active members see more of this firm.
              <RenewLink />
            </p>
          )}
          <PrintedAt />
        </>
      )}
    </article>
  );
}

/** The logo and the pictures of a firm that has some. They load with the page, so that nothing moves. */
function FirmPictures({ companyId, name }: { companyId: string; name: string }) {
  const { data = [] } = useQuery(api.companies.listPictures.queryOptions({ companyId }));
  const logo = data.find(({ kind }) => kind === 'COMPANY_LOGO');
  const pictures = data.filter(({ kind }) => kind === 'COMPANY_PICTURE');
  return (
    <>
      {logo && <FirmLogo fileId={logo.id} name={name} className="size-28" />}
      {pictures.length > 0 && (
        <ul aria-label="Pictures" className="grid grid-cols-2 gap-4 sm:grid-cols-4 print:hidden">
          {pictures.map(({ id }, at) => (
            <li key={id}>
              <FirmPicture fileId={id} name={name} number={at + 1} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
