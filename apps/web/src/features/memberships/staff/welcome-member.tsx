import { useMutation } from '@tanstack/react-query';
import { api } from '../../../lib/api.ts';
import { Button } from '../../../ui/button.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { toast } from '../../../ui/toasts.ts';

/** Says that a member whom staff added has no password yet, and mails the link to choose one. */
export default function WelcomeMember({ userId, email }: { userId: string; email: string }) {
  const { mutate, isPending, error } = useMutation(
    api.memberships.welcome.mutationOptions({ onSuccess: () => toast(`We’re emailing a link to ${email}.`) }),
  );
  return (
    <div className="max-w-2xl space-y-2 rounded-card border border-divider bg-surface p-4">
      <p>
        This member hasn’t chosen a password yet, and gets no other email from the portal until the address is
        confirmed.
      </p>
      <Button aria-disabled={isPending} onClick={() => !isPending && mutate({ userId })}>
        {isPending ? 'Sending…' : 'Email a link to choose a password'}
      </Button>
      {error && <ErrorPanel what="Couldn’t send the link" error={error} />}
    </div>
  );
}
