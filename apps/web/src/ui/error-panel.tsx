import { TriangleAlert } from 'lucide-react';
import { type ApiError, needsSignIn, statusOf } from '../lib/api.ts';
import { Button } from './button.tsx';
import { SignInAgain } from './sign-in-again.tsx';

/**
 * Replaces the part of the page that failed. The rest of the page keeps working. `because` is the cause in words, for an
 * error that does not say it.
 */
export function ErrorPanel({
  what,
  error,
  because,
  retry,
}: {
  what: string;
  error: unknown;
  because?: string | undefined;
  retry?: () => void;
}) {
  const reference = (error as Partial<ApiError>).data?.reference;
  return (
    <div role="alert" className="rounded-card border border-bad bg-bad-tint p-4">
      <p className="flex items-center gap-2 font-semibold text-bad">
        <TriangleAlert aria-hidden className="size-5 shrink-0" />
        {what}
      </p>
      <p className="mt-1 text-dense">{because ?? causeOf(error)}</p>
      {reference && (
        <p className="mt-1 text-meta text-text-2">
          Reference: <code className="select-all">{reference}</code>
        </p>
      )}
      {needsSignIn(error) ? (
        <SignInAgain />
      ) : (
        retry && (
          <Button className="mt-3" onClick={retry}>
            Retry
          </Button>
        )
      )}
    </div>
  );
}

function causeOf(error: unknown): string {
  if (needsSignIn(error)) return 'You were signed out.';
  const status = statusOf(error);
  if (status === undefined) return 'The portal didn’t respond. Check your connection and try again.';
  if (status === 503) return 'The portal’s database isn’t available right now. Try again in a minute.';
  if (status >= 500) return 'Something went wrong on our side. Try again.';
  return error instanceof Error ? error.message : 'The portal couldn’t read this request.';
}
