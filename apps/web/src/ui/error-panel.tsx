import { TriangleAlert } from 'lucide-react';
import { type ApiError, needsSignIn } from '../lib/api.ts';
import { causeOf } from '../lib/cause-of.ts';
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
