import { bidFlags, offerProblemWords } from '@namc/inputs/bid-flags';
import { awardProjectInput } from '@namc/inputs/bids';
import { useMutation } from '@tanstack/react-query';
import type { inferOutput } from '@trpc/tanstack-react-query';
import { api } from '../../lib/api.ts';
import { causeOf } from '../../lib/cause-of.ts';
import { formatCents, formatCount, formatSize, plural } from '../../lib/formats.ts';
import { useSingleMutation } from '../../lib/use-single-mutation.ts';
import { Button } from '../../ui/button.tsx';
import { InputField } from '../../ui/fields.tsx';
import { Form } from '../../ui/form.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Pill } from '../../ui/pill.tsx';
import { ScrollRegion } from '../../ui/scroll-region.tsx';
import { toast } from '../../ui/toasts.ts';
import { useSchemaForm } from '../../ui/use-schema-form.ts';
import { Change } from '../accounts/settings-section.tsx';
import { refreshProjects } from '../projects/project-queries.ts';
import { instantIn } from '../projects/project-words.ts';
import { refreshBids } from './bid-queries.ts';
import { bidStatusTones, bidStatusWords } from './bid-words.ts';
import { BiddingProcedures, useBidding } from './bidding-procedures.ts';
import { AskedOfBidder } from './clarifications.tsx';
import { OfferFacts } from './offer-facts.tsx';

type Comparison = inferOutput<typeof api.bids.compare>;
type ComparedBid = Comparison['bids'][number];

const refresh = async () => {
  await refreshBids();
  await refreshProjects();
};

interface Opened {
  comparison: Comparison;
  zone: string;
}

/** The opened bids: a table of prices, and each bid with what its poster, or staff for the poster, can do about it. */
export default function OpenedBids({ isForStaff = false, ...opened }: Opened & { isForStaff?: boolean }) {
  return (
    <BiddingProcedures value={isForStaff ? api.bids.forStaff : api.bids}>
      <Bids {...opened} isForStaff={isForStaff} />
    </BiddingProcedures>
  );
}

function Bids({ comparison, zone, isForStaff }: Opened & { isForStaff: boolean }) {
  const { bids, mayDecide } = comparison;
  const live = bids.filter(({ status }) => status !== 'WITHDRAWN');
  const withdrawn = bids.filter(({ status }) => status === 'WITHDRAWN');
  if (bids.length === 0) return <p className="text-text-2">Nobody has bid on this project.</p>;
  return (
    <>
      {live.some(({ isTied, isLowest }) => isTied && isLowest) && (
        <Notice kind="warn" title="Two or more bids have the lowest price">
          <p>
            The portal doesn’t choose between them.{' '}
            {mayDecide ? 'Award one of them, and say why.' : 'The poster awards one of them, and says why.'}
          </p>
        </Notice>
      )}
      <ScrollRegion aria-label="Comparison of the bids" className="overflow-x-auto">
        <table className="w-full min-w-3xl text-dense">
          <thead>
            <tr className="border-b border-divider text-left">
              <th className="p-2">Firm</th>
              <th className="p-2 text-right">Price</th>
              <th className="p-2">To look at</th>
              <th className="p-2">Submitted</th>
              <th className="p-2">Status</th>
            </tr>
          </thead>
          <tbody>
            {live.map((bid) => (
              <tr key={bid.id} className="border-b border-divider align-top">
                <th scope="row" className="p-2 text-left font-semibold wrap-anywhere">
                  {nameOf(bid)}
                </th>
                <td className="p-2 text-right tabular-nums">
                  {bid.problem
                    ? 'Not opened'
                    : bid.amountCents === null
                      ? 'No price'
                      : formatCents(bid.amountCents)}
                </td>
                <td className="p-2">
                  <Flags bid={bid} />
                </td>
                <td className="p-2">{instantIn(bid.submittedAt, zone)}</td>
                <td className="p-2">
                  <Pill tone={bidStatusTones[bid.status]}>{bidStatusWords[bid.status]}</Pill>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
      {live.map((bid) => (
        <OneBid key={bid.id} bid={bid} mayDecide={mayDecide} zone={zone} isForStaff={isForStaff} />
      ))}
      {withdrawn.length > 0 && (
        <section aria-labelledby="withdrawn" className="space-y-2">
          <h2 id="withdrawn" className="text-h3 font-semibold">
            Withdrawn
          </h2>
          <p className="text-dense text-text-2">
            {formatCount(withdrawn.length)} {plural(withdrawn.length, 'bid')}. What they say stays sealed.
          </p>
          <ul className="list-disc pl-5 text-dense">
            {withdrawn.flatMap(({ id, withdrawReason }) =>
              withdrawReason ? [<li key={id}>After the deadline, because: {withdrawReason}</li>] : [],
            )}
          </ul>
        </section>
      )}
    </>
  );
}

const nameOf = ({ firm, bidder }: ComparedBid) => firm ?? bidder ?? 'A bidder';

/** “Addenda acknowledged: 2 of 3”; nothing for a project without any. */
const addendaWords = ({ addenda }: ComparedBid) =>
  addenda.length > 0 &&
  `Addenda acknowledged: ${addenda.filter(({ isRead }) => isRead).length} of ${addenda.length}`;

function Flags({ bid }: { bid: ComparedBid }) {
  const flags = bidFlags(bid);
  if (flags.length === 0) return <span className="text-text-2">Nothing</span>;
  return (
    <ul>
      {flags.map((flag) => (
        <li key={flag}>{flag}</li>
      ))}
    </ul>
  );
}

function OneBid({
  bid,
  mayDecide,
  zone,
  isForStaff,
}: {
  bid: ComparedBid;
  mayDecide: boolean;
  zone: string;
  isForStaff: boolean;
}) {
  const { id, status, licenseNumber, bidder, files, decisionReason } = bid;
  const isLive = status === 'SUBMITTED' || status === 'SHORTLISTED';
  const shortlist = useSingleMutation(
    useBidding().shortlist.mutationOptions({
      onSuccess: refresh,
      onError: (error) => toast(`Couldn’t change the short list: ${causeOf(error)}`, { kind: 'failed' }),
    }),
  );
  return (
    <section
      aria-label={`Bid of ${nameOf(bid)}`}
      className="max-w-3xl space-y-3 break-inside-avoid rounded-card border border-divider bg-surface p-4"
    >
      <h2 className="text-h3 font-semibold wrap-anywhere">{nameOf(bid)}</h2>
      <p className="text-dense text-text-2">
        {[bidder, licenseNumber && `License ${licenseNumber}`, addendaWords(bid)].filter(Boolean).join(' · ')}
      </p>
      {decisionReason && <p>Awarded because: {decisionReason}</p>}
      {bid.problem ? (
        <Notice kind="warn" title={offerProblemWords[bid.problem]}>
          <p>Ask the firm for its own copy. The fingerprint on its receipt tells whether that is the same.</p>
        </Notice>
      ) : (
        <OfferFacts
          amountCents={bid.amountCents}
          message={bid.message ?? ''}
          subcontractors={bid.subcontractors ?? []}
        />
      )}
      {files.length > 0 && (
        <ul aria-label={`Files of ${nameOf(bid)}`} className="text-dense">
          {files.map((file) => (
            <li key={file.id}>
              <a
                href={`${isForStaff ? '/api/files/for-staff' : '/api/files'}/${file.id}`}
                download
                className="inline-flex min-h-11 items-center text-link underline underline-offset-4 wrap-anywhere lg:min-h-8"
              >
                {file.fileName}
              </a>{' '}
              <span className="text-text-2">{formatSize(file.bytes)}</span>
            </li>
          ))}
        </ul>
      )}
      <AskedOfBidder bidId={id} zone={zone} firm={nameOf(bid)} mayAsk={isLive && mayDecide} />
      {isLive && mayDecide && (
        <div className="flex flex-wrap gap-2 print:hidden">
          <Button
            aria-disabled={shortlist.isPending}
            onClick={() => shortlist.mutate({ bidId: id, isShortlisted: status === 'SUBMITTED' })}
          >
            {status === 'SUBMITTED' ? 'Shortlist' : 'Take off the short list'}
            <span className="sr-only"> {nameOf(bid)}</span>
          </Button>
          <Change
            label="Award"
            what={`the project to ${nameOf(bid)}`}
            form={(leave) => <AwardForm bid={bid} isForStaff={isForStaff} leave={leave} />}
          />
        </div>
      )}
    </section>
  );
}

function AwardForm({ bid, isForStaff, leave }: { bid: ComparedBid; isForStaff: boolean; leave: () => void }) {
  const form = useSchemaForm(
    awardProjectInput,
    { bidId: bid.id, reason: '' },
    { key: `award ${bid.id}`, names: ['reason'] },
  );
  const { mutateAsync } = useMutation(useBidding().award.mutationOptions());
  return (
    <Form
      form={form}
      action="Award the project"
      working="Awarding…"
      labels={{ reason: 'Reason' }}
      submit={async (values) => {
        await mutateAsync(values);
        await refresh();
        toast(
          isForStaff ? 'Awarded. The poster and every bidder are told.' : 'Awarded. Every bidder is told.',
        );
      }}
      done={leave}
    >
      {bid.isInGoodStanding === false && (
        <p className="font-semibold text-warn">
          Today the board’s file doesn’t show this license in good standing. If you award it anyway, say why.
        </p>
      )}
      <p>
        The other bids are declined. Every bidder gets a mail{isForStaff && ', and the poster is told'}. This
        can’t be undone.
      </p>
      <InputField
        form={form}
        name="reason"
        label="Reason"
        maxLength={300}
        hint="Such as “lowest responsible bid”"
      />
    </Form>
  );
}
