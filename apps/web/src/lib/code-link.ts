import type { AppRouter } from '@namc/api/router-types';
import type { TRPCClientError, TRPCLink } from '@trpc/client';
import { requestCode } from './code-request.ts';

/**
 * Asks for a code when the API refuses a request because staff have to give one again, and sends the request once more.
 * The page that sent it waits, and keeps what was typed.
 */
export const codeLink: TRPCLink<AppRouter> =
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
            if (!needsCode(error)) return observer.error?.(error);
            return void requestCode().then((isGiven) => {
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

const needsCode = (error: TRPCClientError<AppRouter>): boolean => error.data?.needs === 'code';
