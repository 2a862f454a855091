import { useMutation } from '@tanstack/react-query';
import { api } from '../../../lib/api.ts';
import { PageHeading } from '../../../ui/page-heading.tsx';
import { MailMe } from './mail-me.tsx';

export function ForgotPage() {
  const { mutateAsync } = useMutation(api.signIn.requestPasswordReset.mutationOptions());
  return (
    <div className="mx-auto max-w-xl space-y-6 sm:pt-8">
      <PageHeading title="Choose a new password" />
      <MailMe
        action="Send me a link"
        ask={mutateAsync}
        promise="If this address has an account, a link is on its way. It works for one hour."
      />
    </div>
  );
}
