import { createFileRoute, type SearchSchemaInput } from '@tanstack/react-router';
import { SignInPage } from '../../features/sign-in/sign-in-page.tsx';

export const Route = createFileRoute('/_public/sign-in')({
  validateSearch: (search: { next?: string } & SearchSchemaInput) => ({
    next: typeof search.next === 'string' ? search.next.slice(0, 500) : undefined,
  }),
  component: function SignInRoute() {
    return <SignInPage next={Route.useSearch().next} />;
  },
});
