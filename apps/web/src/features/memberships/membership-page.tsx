import { dayWords } from '@namc/inputs/day-words';
import { mostYears } from '@namc/inputs/memberships';
import { monthsInWords, periodsToChoose, perPeriod } from '@namc/inputs/period-words';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { formatCents } from '../../lib/formats.ts';
import { Block } from '../../ui/block.tsx';
import { buttonClass } from '../../ui/button.tsx';
import { Facts } from '../../ui/facts.tsx';
import { PageHeading } from '../../ui/page-heading.tsx';
import type { Me } from '../accounts/me.ts';
import { DocumentList } from '../invoices/document-list.tsx';
import { ownDocumentsQuery } from '../invoices/invoice-queries.ts';
import { AutomaticRenewal } from '../renewals/automatic-renewal.tsx';
import { ownRenewalQuery } from '../renewals/renewal-queries.ts';
import { ContactWays } from '../settings/contact.tsx';
import { type Membership, ownMembershipQuery, ownTermsQuery } from './membership-queries.ts';
import { StandingPill } from './standing-pill.tsx';
import { WhatWorks } from './standing-rules.tsx';
import { standingSentence } from './standing-words.ts';
import { TermList } from './term-list.tsx';
import { Upgrades } from './upgrades.tsx';

/** A person's membership: where it stands, what comes next, how to renew it, and its terms. */
export function MembershipPage({ me }: { me: Me }) {
  const membership = useQuery(ownMembershipQuery());
  const terms = useQuery(ownTermsQuery());
  const documents = useQuery(ownDocumentsQuery());
  const renewal = useQuery(ownRenewalQuery());
  return (
    <div className="max-w-3xl space-y-8">
      <PageHeading title="Your membership" />
      <Block title="Standing" what="Couldn’t load your membership" asked={membership}>
        {(found) => (found ? <Standing membership={found} /> : <WithoutMembership me={me} />)}
      </Block>
      {membership.data && (
        <>
          {!membership.data.coveredBy && <NextDays membership={membership.data} />}
          <WhatWorks standing={membership.data.standing} />
          {!membership.data.coveredBy && (
            <>
              <Renewing periodMonths={membership.data.periodMonths} />
              <Upgrades />
            </>
          )}
          <Block title="Automatic renewal" what="Couldn’t load your automatic renewal" asked={renewal}>
            {(own) => <AutomaticRenewal own={own} />}
          </Block>
        </>
      )}
      {membership.data !== undefined && (
        <Block title="Terms" what="Couldn’t load your terms" asked={terms}>
          {(list) => <TermList terms={list} />}
        </Block>
      )}
      {membership.data !== undefined && (
        <Block title="Invoices and receipts" what="Couldn’t load your invoices" asked={documents}>
          {(list) => <DocumentList documents={list} />}
        </Block>
      )}
    </div>
  );
}

function Standing({ membership }: { membership: Membership }) {
  const { standing, tierName, tierDescription, annualDuesCents, periodMonths, coversPeople, coveredBy } =
    membership;
  return (
    <div className="space-y-3 rounded-card border border-divider bg-surface p-4">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="text-lead font-semibold break-words">{tierName}</span>
        <StandingPill standing={standing} />
      </p>
      <p>{standingSentence(membership)}</p>
      <Facts
        facts={[
          ['This tier', tierDescription],
          ['Dues', !coveredBy && `${formatCents(annualDuesCents)} ${perPeriod(periodMonths)}`],
          [
            'Your colleagues',
            coversPeople && !coveredBy && 'It covers everyone in your company, without dues of their own.',
          ],
        ]}
      />
    </div>
  );
}

function WithoutMembership({ me }: { me: Me }) {
  const isApplicant = me.status === 'PENDING' || me.status === 'DECLINED';
  return (
    <div className="space-y-2 rounded-card border border-divider bg-surface p-4">
      <p>You don’t have a membership yet.</p>
      {isApplicant ? (
        <p className="text-text-2">
          It begins on the day on which we approve your application.{' '}
          <Link to="/application" className="text-link underline underline-offset-4">
            See your application
          </Link>
        </p>
      ) : (
        <p className="text-text-2">
          To become one of our members, <ContactWays otherwise="reply to any email from us" />.
        </p>
      )}
    </div>
  );
}

/** The days to come, the next one first. */
function NextDays({ membership }: { membership: Membership }) {
  const { standing, dueSoonOn, endsOn, graceEndsOn, pausedThrough } = membership;
  const isDueLater = standing === 'ACTIVE' || (pausedThrough !== null && dueSoonOn > pausedThrough);
  const days = [
    ...(pausedThrough ? [[pausedThrough, 'The last day of the pause.']] : []),
    ...(isDueLater ? [[dueSoonOn, 'We email you that your membership ends soon.']] : []),
    ...(standing === 'ACTIVE' || standing === 'DUE_SOON' || standing === 'PAUSED'
      ? [[endsOn, 'The last day of your membership.']]
      : []),
    ...(standing === 'LAPSED'
      ? []
      : [[graceEndsOn, 'The last day to renew without a gap. Your membership lapses on the day after.']]),
  ];
  if (days.length === 0) return null;
  return (
    <section aria-label="What comes next" className="space-y-3">
      <h2 className="text-h3 font-semibold">What comes next</h2>
      <ol className="max-w-2xl divide-y divide-divider rounded-card border border-divider bg-surface">
        {days.map(([day = '', words]) => (
          <li key={day} className="flex flex-wrap gap-x-4 p-3">
            <time dateTime={day} className="w-44 font-semibold">
              {dayWords(day)}
            </time>
            <span className="min-w-0 flex-1 basis-60">{words}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}

function Renewing({ periodMonths }: { periodMonths: number }) {
  const most = Math.max(...periodsToChoose(periodMonths, mostYears)) * periodMonths;
  const range =
    most === periodMonths ? monthsInWords(most) : `${monthsInWords(periodMonths)} to ${monthsInWords(most)}`;
  return (
    <section aria-label="How to renew" className="space-y-2">
      <h2 className="text-h3 font-semibold">How to renew</h2>
      <p>
        You can renew for {periodMonths === 12 ? 'one to five years' : range}. The new term is in place as
        soon as we receive your dues. If you have questions,{' '}
        <ContactWays otherwise="reply to any email from us" />.
      </p>
      <Link to="/membership/pay" className={buttonClass('primary')}>
        Pay your dues
      </Link>
    </section>
  );
}
