import { distanceWords } from '@namc/inputs/miles';
import { formatPhone } from '@namc/inputs/phone';
import { Link } from '@tanstack/react-router';
import { BadgeCheck, TriangleAlert } from 'lucide-react';
import { Fragment, memo, type Ref, use } from 'react';
import { FollowToggle } from '../follows/follow-toggle.tsx';
import { useRowLight } from '../map/map-lights.ts';
import { AskedTrades, splitTrades } from './asked-trades.ts';
import type { Contractor } from './contractor.ts';
import { StandingMark, toneText } from './standing-mark.tsx';
import { tradeName } from './trade-names.ts';

const tradesShown = 3;

/**
 * One contractor of a list: a card on a phone, a denser row on a wide screen. All of it is the link. A list draws its rows
 * again only where they changed.
 */
export const ContractorRow = memo(function ContractorRow({
  contractor,
  linkRef,
}: {
  contractor: Contractor;
  linkRef?: Ref<HTMLAnchorElement> | undefined;
}) {
  const { licenseNumber, name } = contractor;
  const light = useRowLight(contractor.location);
  return (
    <li
      data-license={licenseNumber}
      {...light}
      className="relative break-inside-avoid border-b border-divider px-4 py-3 last:border-b-0 focus-within:bg-info-tint hover:bg-info-tint data-lit:bg-info-tint has-[[aria-pressed]]:pr-14"
    >
      <ContractorFacts contractor={contractor} linkRef={linkRef} />
      <FollowToggle firm={{ licenseNumber, name }} />
    </li>
  );
});

/** The facts of a contractor in a list. The link covers the nearest positioned element around them. */
export function ContractorFacts({
  contractor,
  linkRef,
}: {
  contractor: Contractor;
  linkRef?: Ref<HTMLAnchorElement> | undefined;
}) {
  const { licenseNumber, name, doingBusinessAs, otherNames, city, state, county, standing } = contractor;
  const { distance, phone } = contractor;
  const place = [city, state && state !== 'CA' ? state : null].filter(Boolean).join(', ');
  return (
    <>
      <div className="flex items-start justify-between gap-x-4">
        <h3 className="min-w-0 text-body font-semibold sm:text-dense">
          <Link
            ref={linkRef}
            to="/contractors/$license"
            params={{ license: licenseNumber }}
            className="text-link underline-offset-4 after:absolute after:inset-0 hover:underline"
          >
            {name}
          </Link>
        </h3>
        <StandingMark standing={standing} />
      </div>
      <p className="hidden text-dense tabular-nums print:block">
        License {licenseNumber}
        {phone && ` · ${formatPhone(phone)}`}
      </p>
      {doingBusinessAs.length > 0 && (
        <p className="text-dense text-text-2">doing business as {doingBusinessAs.join(', ')}</p>
      )}
      {otherNames.length > 0 && (
        <p className="text-dense text-text-2">also on record: {otherNames.join(', ')}</p>
      )}
      <p className="mt-0.5 flex flex-wrap gap-x-3 text-dense text-text-2">
        <span>
          {place || 'Location not given'}
          {county && <span className="text-text-3"> · {county} County</span>}
        </span>
        {distance && (
          <span className="tabular-nums">
            {distanceWords(distance)}
            {'miles' in distance && ' away'}
          </span>
        )}
        {phone && (
          <a
            href={`tel:${phone}`}
            className="relative inline-flex min-h-6 items-center text-link tabular-nums underline-offset-4 hover:underline print:hidden"
          >
            {formatPhone(phone)}
          </a>
        )}
      </p>
      <p className="mt-0.5 text-dense text-text-2">
        <Trades contractor={contractor} />
      </p>
      <Remarks contractor={contractor} />
    </>
  );
}

/** The first trades of a contractor, with those that the search asks for before the others, and its certifications. Paper has all of them. */
export function Trades({
  contractor: { classifications, certifications },
}: {
  contractor: Pick<Contractor, 'classifications' | 'certifications'>;
}) {
  const { shown, rest } = splitTrades(classifications, use(AskedTrades), tradesShown);
  return (
    <>
      {shown.map((code, position) => (
        <Fragment key={code}>
          {position > 0 && ' · '}
          <span className="whitespace-nowrap">{code}</span> {tradeName(code)}
        </Fragment>
      ))}
      {rest.length > 0 && <span className="print:hidden"> · and {rest.length} more</span>}
      <span className="hidden print:inline">{rest.map((code) => ` · ${code} ${tradeName(code) ?? ''}`)}</span>
      {certifications.map((code) => (
        <span key={code} className="text-text-3">
          {' · '}
          {tradeName(code)}
        </span>
      ))}
    </>
  );
}

/** Membership, and what a person should know about the standing. */
export function Remarks({
  contractor: { isNamcMember, standing },
}: {
  contractor: Pick<Contractor, 'isNamcMember' | 'standing'>;
}) {
  const { note, tone } = standing;
  if (!isNamcMember && !note) return null;
  return (
    <p className="mt-1 flex flex-wrap gap-x-4 gap-y-1 text-meta">
      {isNamcMember && <MemberBadge />}
      {note && (
        <span className={`inline-flex items-start gap-1 ${toneText[tone === 'ok' ? 'warn' : tone]}`}>
          <TriangleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />
          {note}
        </span>
      )}
    </p>
  );
}

export function MemberBadge() {
  return (
    <span className="inline-flex items-center gap-1 text-meta font-semibold text-info">
      <BadgeCheck aria-hidden className="size-4 shrink-0" />
      NAMC member
    </span>
  );
}
