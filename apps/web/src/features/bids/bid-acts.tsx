import { withdrawBidInput } from '@namc/inputs/bids';
import { useMutation } from '@tanstack/react-query';
import { api } from '../../lib/api.ts';
import { InputField } from '../../ui/fields.tsx';
import { Form } from '../../ui/form.tsx';
import { toast } from '../../ui/toasts.ts';
import { useSchemaForm } from '../../ui/use-schema-form.ts';
import { Change } from '../accounts/settings-section.tsx';
import { type OwnSubmission, refreshBids } from './bid-queries.ts';

/** Withdraws a bid, with a reason once the deadline has passed. */
export default function BidActs({ bid }: { bid: OwnSubmission }) {
  return (
    <Change
      label="Withdraw"
      what="the bid"
      isSpelledOut
      form={(leave) => <WithdrawForm bid={bid} leave={leave} />}
    />
  );
}

function WithdrawForm({ bid, leave }: { bid: OwnSubmission; leave: () => void }) {
  const form = useSchemaForm(
    withdrawBidInput,
    { bidId: bid.id, reason: '' },
    { key: `withdraw ${bid.id}`, names: ['reason'] },
  );
  const { mutateAsync } = useMutation(api.bids.withdraw.mutationOptions());
  const isOver = bid.stage !== 'BIDDING_OPEN';
  return (
    <Form
      form={form}
      action="Withdraw the bid"
      working="Withdrawing…"
      isDangerous
      labels={{ reason: 'Reason' }}
      submit={async (values) => {
        await mutateAsync(values);
        await refreshBids();
        toast('The bid is withdrawn.');
      }}
      done={leave}
    >
      <p>
        {isOver
          ? 'The deadline has passed. The poster reads your reason, and the bid stays sealed.'
          : 'Nobody has read the bid, and nobody will. Until the deadline you can bid anew.'}
      </p>
      <InputField form={form} name="reason" label="Reason" isOptional={!isOver} maxLength={300} />
    </Form>
  );
}
