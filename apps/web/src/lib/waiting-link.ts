import type { AppRouter } from '@namc/api/router-types';
import type { TRPCClientError, TRPCLink } from '@trpc/client';
import { requestCode } from './code-request.ts';

type Need = NonNullable<NonNullable<TRPCClientError<AppRouter>['data']>['needs']>;

let signIn: () => Promise<boolean> = () => Promise.resolve(false);

/** Says what gets the person to sign in again. It resolves with true when they have. */
export function onSignInNeeded(ask: () => Promise<boolean>): void {
  signIn = ask;
}

const waits: Partial<Record<Need, () => Promise<boolean>>> = {
  code: requestCode,
  'sign-in': () => signIn(),
};

/**
 * Asks for what the API misses when it refuses a request: a code that staff have to give again, or a sign-in after the
 * session ended elsewhere. Then it sends the request once more. The page that sent it waits, and keeps what was typed.
 */
export const waitingLink: TRPCLink<AppRouter> =
  () =>
  ({ op, next }) => {
    const sent = next(op);
    return {
      ...sent,
      subscribe: (observer) => {
        let isOver = false;
        let subscription = sent.subscribe({
          ...observer,
          error: (error) => {
            const wait = error.data?.needs && waits[error.data.needs];
            if (!wait) return observer.error?.(error);
            return void wait().then((isGiven) => {
              if (isOver) return;
              if (isGiven) subscription = next(op).subscribe(observer);
              else observer.error?.(error);
            });
          },
        });
        return {
          unsubscribe: () => {
            isOver = true;
            subscription.unsubscribe();
          },
        };
      },
    };
  };
