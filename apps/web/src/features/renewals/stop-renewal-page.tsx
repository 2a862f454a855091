import { api } from '../../lib/api.ts';
import { useSingleMutation } from '../../lib/use-single-mutation.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { Notice } from '../../ui/notice.tsx';
import { PageHeading } from '../../ui/page-heading.tsx';
import { ContactWays } from '../settings/contact.tsx';
import { useLinkToken } from '../sign-in/links/link-token.ts';
import { StoppedNotice } from './automatic-renewal.tsx';

/** Turns automatic renewal off by the link of an email. Nobody need sign in. Opening the page changes nothing: mail scanners do it too. */
export function StopRenewalPage() {
  const token = useLinkToken();
  const { mutate, data, error, isPending } = useSingleMutation(api.renewals.stopByLink.mutationOptions());
  return (
    <div className="mx-auto max-w-xl space-y-6 sm:pt-8">
      <PageHeading title="Turn off automatic renewal" />
      {!token || data === null ? (
        <Notice kind="warn" title="This link doesn’t work">
          <p>
            It may be old or incomplete. You can turn automatic renewal off on the page of your membership, or{' '}
            <ContactWays otherwise="reply to any email from us" />.
          </p>
        </Notice>
      ) : data ? (
        <StoppedNotice isCharging={data.isCharging} />
      ) : (
        <>
          <p>
            We won’t charge your card, and Stripe removes it. Your membership stays as it is until it ends.
          </p>
          {error && <ErrorPanel what="Couldn’t turn it off" error={error} />}
          <Button look="primary" aria-disabled={isPending} onClick={() => mutate({ token })}>
            {isPending ? 'Turning it off…' : 'Turn off automatic renewal'}
          </Button>
        </>
      )}
    </div>
  );
}
