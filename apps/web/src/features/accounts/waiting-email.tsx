import { useQuery } from '@tanstack/react-query';
import { api, queryClient } from '../../lib/api.ts';
import { formatInstant } from '../../lib/formats.ts';
import { useSingleMutation } from '../../lib/use-single-mutation.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { toast } from '../../ui/toasts.ts';

const refreshEmailChange = () => queryClient.invalidateQueries(api.accounts.findEmailChange.pathFilter());

const failed = ({ message }: { message: string }) =>
  toast(message, { kind: 'failed', about: 'email-change' });

/** The address that the account is to get once its link is used. */
export default function WaitingEmail() {
  const { data: waiting } = useQuery(api.accounts.findEmailChange.queryOptions());
  const again = useSingleMutation(
    api.accounts.resendEmailChange.mutationOptions({
      onSuccess: () => toast('We sent the link again. Check the inbox of your new address.'),
      onError: failed,
      onSettled: refreshEmailChange,
    }),
  );
  const withdraw = useSingleMutation(
    api.accounts.withdrawEmailChange.mutationOptions({
      onSuccess: () => toast('Your email address stays as it is.'),
      onError: failed,
      onSettled: refreshEmailChange,
    }),
  );
  if (!waiting) return null;
  const isBusy = again.isPending || withdraw.isPending;
  return (
    <Notice kind="info" title={`Check the inbox of ${waiting.email}`}>
      <p>
        Your address changes when you click the link we sent there. The link works until{' '}
        {formatInstant(waiting.until)}.
      </p>
      <p className="flex flex-wrap gap-2">
        <Button aria-disabled={isBusy} onClick={() => again.mutate()}>
          Send it again
        </Button>
        <Button aria-disabled={isBusy} onClick={() => withdraw.mutate()}>
          Cancel the change
        </Button>
      </p>
    </Notice>
  );
}
