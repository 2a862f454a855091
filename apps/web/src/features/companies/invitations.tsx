import { useQuery } from '@tanstack/react-query';
import { api } from '../../lib/api.ts';
import { useSingleMutation } from '../../lib/use-single-mutation.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { Notice } from '../../ui/notice.tsx';
import { toast } from '../../ui/toasts.ts';
import { refreshCompanies } from './company-queries.ts';
import { roleWords } from './company-words.ts';

/** The open invitations of the person, and what a mailed link says that this account cannot accept. */
export function Invitations({ invitationId }: { invitationId: string | undefined }) {
  const { data, error, refetch } = useQuery(api.companies.listOwnInvitations.queryOptions());
  const accept = useSingleMutation(
    api.companies.acceptInvitation.mutationOptions({
      onSuccess: async () => {
        await refreshCompanies();
        toast('You’re in.');
      },
    }),
  );
  const decline = useSingleMutation(
    api.companies.declineInvitation.mutationOptions({
      onSuccess: async () => {
        await refreshCompanies();
        toast('Invitation declined.');
      },
    }),
  );
  const isBusy = accept.isPending || decline.isPending;
  const failed = accept.error ?? decline.error;
  return (
    <>
      {error && <ErrorPanel what="Couldn’t load your invitations" error={error} retry={refetch} />}
      {failed && <ErrorPanel what="Couldn’t answer the invitation" error={failed} />}
      {data?.map((offer) => (
        <section
          key={offer.invitationId}
          aria-label={`Invitation from ${offer.companyName}`}
          className="max-w-2xl rounded-card border border-info bg-info-tint p-4"
        >
          <h2 className="font-semibold break-words">{offer.companyName} invites you</h2>
          <p className="mt-1 text-dense break-words">
            {offer.invitedBy ?? 'Somebody'} asks you to join as: {roleWords[offer.role]}.
          </p>
          <div className="mt-3 flex flex-wrap gap-2">
            <Button
              look="primary"
              aria-disabled={isBusy}
              onClick={() => accept.mutate({ invitationId: offer.invitationId })}
            >
              Accept
            </Button>
            <Button
              aria-disabled={isBusy}
              onClick={() => decline.mutate({ invitationId: offer.invitationId })}
            >
              Decline
            </Button>
          </div>
        </section>
      ))}
      {invitationId && data && !data.some((offer) => offer.invitationId === invitationId) && (
        <ClosedInvitation invitationId={invitationId} />
      )}
    </>
  );
}

/** Why an invitation of a mailed link is not among those that this account can accept. */
function ClosedInvitation({ invitationId }: { invitationId: string }) {
  const { data } = useQuery(api.companies.findInvitation.queryOptions({ invitationId }));
  if (data === undefined || data?.state === 'open') return null;
  if (data?.state === 'accepted') return null;
  if (data?.state === 'other_address')
    return (
      <Notice kind="warn" title="This invitation is for another account">
        <p className="break-words">
          It is for {data.email}. If you have an account with that address, sign out, sign in to it, and open
          the link again. If not, ask for an invitation to the address of this account.
        </p>
      </Notice>
    );
  return (
    <Notice kind="info" title="This invitation is over">
      <p>It has expired, or it was taken back. Ask your colleague for a new one.</p>
    </Notice>
  );
}
