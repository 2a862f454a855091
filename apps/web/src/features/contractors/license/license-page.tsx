import { readCompared } from '@namc/inputs/comparison';
import { dayWords } from '@namc/inputs/day-words';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ArrowLeft, Columns3, Search } from 'lucide-react';
import { statusOf } from '../../../lib/api.ts';
import { buttonClass } from '../../../ui/button.tsx';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { ExternalLink } from '../../../ui/external-link.tsx';
import { PageHeading } from '../../../ui/page-heading.tsx';
import { PrintButton, PrintedAt } from '../../../ui/print.tsx';
import { SkeletonCard, SkeletonLine } from '../../../ui/skeleton.tsx';
import { FollowButton, FollowOffer } from '../../follows/follow-button.tsx';
import { ContactLines } from '../../settings/contact.tsx';
import { boardRecord } from '../board-record.ts';
import type { License } from '../contractor.ts';
import { licenseQuery, nameInLists } from '../contractor-queries.ts';
import { MemberBadge } from '../contractor-row.tsx';
import { lastCompared, lastSearch } from '../last-search.ts';
import { LicenseFacts } from './license-facts.tsx';
import { Neighbors } from './neighbors.tsx';
import { OwnFirm } from './own-firm.tsx';
import { People } from './people.tsx';
import { ShareButton } from './share-button.tsx';
import { StandingBanner } from './standing-banner.tsx';
import { WhatChanged } from './what-changed.tsx';

/** One license: the facts, the standing, and contractors of the same trade nearby. */
export function LicensePage({ licenseNumber, on }: { licenseNumber: string; on: string | undefined }) {
  const license = useQuery({ ...licenseQuery(licenseNumber, on), placeholderData: keepPreviousData });
  const back = lastSearch();
  const status = statusOf(license.error);
  const unknown = status === 404 || status === 400;
  const title =
    license.data?.name ??
    (unknown ? 'License not found' : (nameInLists(licenseNumber) ?? `License ${licenseNumber}`));
  return (
    <article className="max-w-5xl space-y-6">
      <Link
        to="/contractors"
        search={back?.search ?? {}}
        className="inline-flex min-h-11 items-center gap-1.5 text-dense text-link underline-offset-4 hover:underline lg:min-h-8 print:hidden"
      >
        <ArrowLeft aria-hidden className="size-4" />
        {back && back.words.length > 0 ? `Back to ${back.words.join(', ')}` : 'Search contractors'}
      </Link>
      <header className="flex flex-wrap items-start justify-between gap-3">
        <div className="min-w-0 space-y-1">
          {/* One element for every state of the answer, because the focus waits on it. */}
          <PageHeading title={title} />
          {license.data && <LicenseNames license={license.data} />}
          {license.isPending && <SkeletonLine className="w-64" />}
        </div>
        {license.data && (
          <div className="flex flex-wrap gap-2 print:hidden">
            <FollowButton firm={{ licenseNumber, name: license.data.name }} />
            <CompareLink licenseNumber={licenseNumber} />
            <ShareButton title={license.data.name} />
            <PrintButton what="this record" />
          </div>
        )}
      </header>
      {unknown && <LicenseUnknown licenseNumber={licenseNumber} />}
      {license.isError && !unknown && (
        <ErrorPanel
          what="Couldn’t load this license"
          error={license.error}
          retry={() => void license.refetch()}
        />
      )}
      {license.isPending && <LicenseSkeleton />}
      {license.data && (
        <>
          <FollowOffer firm={{ licenseNumber, name: license.data.name }} />
          <StandingBanner key={on} license={license.data} on={on} />
          <LicenseFacts license={license.data} />
          <People licenseNumber={licenseNumber} />
          <div className="space-y-6 print:hidden">
            <WhatChanged licenseNumber={licenseNumber} />
            <Neighbors license={license.data} />
          </div>
          <Source license={license.data} />
        </>
      )}
    </article>
  );
}

/** Begins a comparison with this license, adds it to the one of this visit, or leads back there. */
function CompareLink({ licenseNumber }: { licenseNumber: string }) {
  const { licenses: others } = readCompared(lastCompared());
  const isIn = others.includes(licenseNumber);
  const words = isIn ? 'Back to the comparison' : others.length > 0 ? 'Add to the comparison' : 'Compare';
  return (
    <Link
      to="/contractors/compare"
      search={{ licenses: (isIn ? others : [...others, licenseNumber]).join(',') }}
      className={buttonClass()}
    >
      <Columns3 aria-hidden className="size-4" />
      {words}
    </Link>
  );
}

function LicenseNames({ license }: { license: License }) {
  const { licenseNumber, doingBusinessAs, otherNames, fullName, city, state, county } = license;
  const place = [city, state].filter(Boolean).join(', ');
  return (
    <>
      {doingBusinessAs.length > 0 && (
        <p className="text-lead text-text-2">doing business as {doingBusinessAs.join(', ')}</p>
      )}
      {fullName && <p className="text-text-2">Full name: {fullName}</p>}
      {otherNames.length > 0 && (
        <p className="text-text-2">
          Also on record: {otherNames.join(', ')}, the name of a principal or an earlier name
        </p>
      )}
      <p className="flex flex-wrap items-center gap-x-4 gap-y-1 text-text-2">
        <span>
          License <span className="tabular-nums">{licenseNumber}</span>{' '}
          <CopyButton text={licenseNumber} what="License number" />
        </span>
        {place && (
          <span>
            {place}
            {county && `, ${county} County`}
          </span>
        )}
        {license.isNamcMember && <MemberBadge />}
      </p>
      <OwnFirm license={license} />
    </>
  );
}

function Source({ license }: { license: License }) {
  return (
    <div className="space-y-1 text-dense text-text-2">
      <p>
        {license.asOf
          ? `From the license board’s file of ${dayWords(license.asOf)}. `
          : 'From the license board’s file. '}
        Before you sign a contract, check the license with the board itself:{' '}
        <ExternalLink href={boardRecord(license.licenseNumber)}>
          the record at the Contractors State License Board
        </ExternalLink>
        <span className="hidden print:inline"> ({boardRecord(license.licenseNumber)})</span>.{' '}
        <Link to="/about-the-data" className="text-link underline underline-offset-4 print:hidden">
          Where this comes from
        </Link>
      </p>
      <PrintedAt />
      <div className="hidden text-meta print:block">
        <ContactLines />
      </div>
    </div>
  );
}

function LicenseSkeleton() {
  return (
    <div className="space-y-6">
      <SkeletonCard className="h-16" />
      <div className="grid gap-4 md:grid-cols-2">
        <SkeletonCard className="h-80" />
        <SkeletonCard className="h-80" />
      </div>
    </div>
  );
}

function LicenseUnknown({ licenseNumber }: { licenseNumber: string }) {
  return (
    <div className="max-w-[70ch] space-y-4">
      <p>
        We couldn’t find license <strong>{licenseNumber}</strong>. License numbers have up to eight digits,
        and the board’s file lists only current and renewable licenses.
      </p>
      {/^\d{1,8}$/.test(licenseNumber) && (
        <p>
          The board itself may know it:{' '}
          <ExternalLink href={boardRecord(licenseNumber)}>
            look up {licenseNumber} at the Contractors State License Board
          </ExternalLink>
          .
        </p>
      )}
      <Link to="/contractors" className={buttonClass('primary')}>
        <Search aria-hidden className="size-4" />
        Find another contractor
      </Link>
    </div>
  );
}
