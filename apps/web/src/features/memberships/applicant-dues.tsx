import { monthsInWords, perPeriod } from '@namc/inputs/period-words';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api } from '../../lib/api.ts';
import { formatCents } from '../../lib/formats.ts';
import { Block } from '../../ui/block.tsx';
import { Facts } from '../../ui/facts.tsx';
import { tiersQuery } from '../applications/answers/tiers.ts';
import type { OwnApplication } from '../applications/own-application.ts';
import { ContactWays } from '../settings/contact.tsx';

/** The next step of an application that isn't approved. */
const nextSteps: Record<OwnApplication['status'], string> = {
  UNVERIFIED: 'Confirm your email address with the link we sent you. Then we review your application.',
  SUBMITTED: 'We review your application and email you the decision.',
  QUESTION: 'Answer our question about your application. Then we go on with it.',
  APPROVED: 'We’ve approved your application.',
  DECLINED: 'Apply again if something has changed. We review your application once more.',
  WITHDRAWN: 'Send your application again. Then we review it.',
};

/** The dues of an applicant: how much, when, and how. An applicant can't get an invoice for dues before the approval. */
export default function ApplicantDues({ canPayOnline }: { canPayOnline: boolean }) {
  const application = useQuery(api.applications.findOwn.queryOptions());
  const tiers = useQuery(tiersQuery());
  return (
    <Block title="Nothing to pay yet" what="Couldn’t load your application" asked={application}>
      {(own) => {
        const tier = tiers.data?.find(({ code }) => code === own?.tierCode);
        return (
          <>
            <Facts
              facts={[
                ['You applied for', own?.tierName],
                ['Dues', tier && `${formatCents(tier.annualDuesCents)} ${perPeriod(tier.periodMonths)}`],
                ['Left to pay', <strong key="rest">{formatCents(0)}</strong>],
              ]}
            />
            <h3 className="font-semibold">What comes next</h3>
            <ol className="max-w-2xl list-decimal space-y-1 pl-5">
              <li>
                {own ? nextSteps[own.status] : 'Join NAMC first.'}{' '}
                {own && (
                  <Link to="/application" className="text-link underline underline-offset-4">
                    See your application
                  </Link>
                )}
              </li>
              <li>
                Your membership begins on the day we approve it, without a payment. The first term runs for{' '}
                {monthsInWords(tier?.periodMonths ?? 12)}.
              </li>
              <li>
                We email you before that term ends. You get an invoice here, and pay it{' '}
                {canPayOnline ? 'online, by check, or by transfer' : 'by check or by transfer'}.
              </li>
            </ol>
            <p className="text-dense text-text-2">
              If you have questions, <ContactWays otherwise="reply to any email from us" />.
            </p>
          </>
        );
      }}
    </Block>
  );
}
