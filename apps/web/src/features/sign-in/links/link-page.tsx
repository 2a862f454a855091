import { useQuery } from '@tanstack/react-query';
import type { inferOutput } from '@trpc/tanstack-react-query';
import type { ReactNode } from 'react';
import { api, apiClient } from '../../../lib/api.ts';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { Loading } from '../../../ui/loading.tsx';
import { PageHeading } from '../../../ui/page-heading.tsx';
import { useLinkToken } from './link-token.ts';

type Checked = inferOutput<typeof api.accounts.checkLink>;
type Purpose = NonNullable<Checked['purpose']>;

/** The reason why a link is not good. `incomplete` is a link that lost a part on its way from the email. */
export type LinkProblem = Exclude<Checked['state'], 'good'> | 'incomplete';

/** A link that is good. `recheck` asks again why it is not good any more. */
export interface GoodLink {
  token: string;
  email: string;
  recheck: () => Promise<unknown>;
}

/** The reasons that read the same for every purpose. */
export const commonReasons = {
  unknown: ['This link doesn’t work', 'It may be old or incomplete.'],
  incomplete: ['This link isn’t complete', 'Open the link in your email again, or copy all of it.'],
} satisfies Partial<Record<LinkProblem, [title: string, text: string]>>;

/**
 * The page of a mailed link. It asks first whether the link is good, so that nobody fills in a form in vain.
 * Opening the page never uses the link up, because mail scanners open links too.
 */
export function LinkPage({
  title,
  purpose,
  good,
  bad,
}: {
  title: string;
  purpose: Purpose;
  good: (link: GoodLink) => ReactNode;
  bad: (problem: LinkProblem) => ReactNode;
}) {
  const token = useLinkToken();
  const { data, error, refetch } = useQuery({
    queryKey: [...api.accounts.checkLink.mutationKey(), token],
    queryFn: () => apiClient.accounts.checkLink.mutate({ token: token ?? '' }),
    enabled: token !== undefined,
    // A success asks everything again, and must stay on the page.
    staleTime: 'static',
    gcTime: 0,
  });
  const email = data?.purpose === purpose ? data.email : null;
  let content: ReactNode = <Loading />;
  if (!token) content = bad('incomplete');
  else if (error) content = <ErrorPanel what="Couldn’t check your link" error={error} retry={refetch} />;
  else if (email) content = good({ token, email, recheck: refetch });
  else if (data) content = bad(data.purpose === purpose && data.state !== 'good' ? data.state : 'unknown');
  return (
    <div className="mx-auto max-w-xl space-y-6 sm:pt-8">
      <PageHeading title={title} />
      {content}
    </div>
  );
}
