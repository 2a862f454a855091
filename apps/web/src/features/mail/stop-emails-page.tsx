import { id } from '@namc/inputs/text';
import { api } from '../../lib/api.ts';
import { useSingleMutation } from '../../lib/use-single-mutation.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { Notice } from '../../ui/notice.tsx';
import { PageHeading } from '../../ui/page-heading.tsx';
import { useLinkToken } from '../sign-in/links/link-token.ts';

/** Ends the emails of one subject by the link in one of them. Nobody need sign in. Opening the page changes nothing: mail scanners do it too. */
export function StopEmailsPage() {
  const key = useLinkToken(id);
  const { mutate, isSuccess, error, isPending } = useSingleMutation(api.mail.stopLetters.mutationOptions());
  return (
    <div className="mx-auto max-w-xl space-y-6 sm:pt-8">
      <PageHeading title="Stop these emails" />
      {!key ? (
        <Notice kind="warn" title="This link doesn’t work">
          <p>It may be incomplete. Open it from the email again, or sign in and unfollow what it is about.</p>
        </Notice>
      ) : isSuccess ? (
        <Notice kind="ok" title="Done">
          <p>You get no more emails about this. Everything else stays as it is.</p>
        </Notice>
      ) : (
        <>
          <p>You get no more emails about what this email was about. All others stay as they are.</p>
          {error && <ErrorPanel what="Couldn’t stop them" error={error} />}
          <Button look="primary" aria-disabled={isPending} onClick={() => mutate({ keys: [key] })}>
            {isPending ? 'Stopping…' : 'Stop these emails'}
          </Button>
        </>
      )}
    </div>
  );
}
