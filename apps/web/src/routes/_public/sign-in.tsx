import { createFileRoute, redirect, type SearchSchemaInput } from '@tanstack/react-router';
import { meQuery, pathAfterSignIn } from '../../features/accounts/me.ts';
import { SignInPage } from '../../features/sign-in/sign-in-page.tsx';

export const Route = createFileRoute('/_public/sign-in')({
  validateSearch: (search: { next?: string } & SearchSchemaInput) => ({
    next: typeof search.next === 'string' ? search.next.slice(0, 500) : undefined,
  }),
  beforeLoad: async ({ search, context }) => {
    // Without an answer the form is shown: it says what is wrong.
    const me = await context.queryClient.ensureQueryData(meQuery()).catch(() => null);
    if (me) throw redirect({ to: pathAfterSignIn(search.next), replace: true });
  },
  component: function SignInRoute() {
    return <SignInPage next={Route.useSearch().next} />;
  },
});
