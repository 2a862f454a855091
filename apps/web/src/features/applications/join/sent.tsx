import { useEffect } from 'react';
import { api } from '../../../lib/api.ts';
import { useSingleMutation } from '../../../lib/use-single-mutation.ts';
import { Button } from '../../../ui/button.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { focusPageHeading, PageHeading } from '../../../ui/page-heading.tsx';

/** The next steps after the application was sent. */
export function Sent({ email, changeAddress }: { email: string; changeAddress: () => void }) {
  useEffect(() => {
    // The button that sent the form stood at the end of a long page.
    window.scrollTo(0, 0);
    focusPageHeading();
  }, []);
  return (
    <div className="space-y-6">
      <PageHeading title="Check your inbox" />
      <Notice kind="ok" title={`We sent an email to ${email}`}>
        <p>
          Click the link in that email to confirm your address and choose a password. We’ll review your
          application as soon as you do.
        </p>
      </Notice>
      <SendAgain email={email} />
      <p>
        Is the address wrong?{' '}
        <button
          type="button"
          onClick={changeAddress}
          className="min-h-6 text-link underline underline-offset-4"
        >
          Use a different address
        </button>
      </p>
    </div>
  );
}

/** For an email that does not arrive. The page tells nobody whether the address has an account already. */
function SendAgain({ email }: { email: string }) {
  const { mutate, isPending, isSuccess, error } = useSingleMutation(
    api.accounts.resendConfirmation.mutationOptions(),
  );
  return (
    <div className="max-w-xl space-y-3">
      <p>No email after a few minutes? Look in your spam folder.</p>
      {error && <ErrorPanel what="Couldn’t send the email" error={error} />}
      {isSuccess ? (
        <p role="status">We sent it again.</p>
      ) : (
        <Button aria-disabled={isPending} onClick={() => mutate({ email })}>
          {isPending ? 'Sending…' : 'Send it again'}
        </Button>
      )}
    </div>
  );
}
