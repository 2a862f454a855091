import { dayWords } from '@namc/inputs/day-words';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { BadgeAlert, Building2, CircleAlert, Receipt } from 'lucide-react';
import type { ReactNode } from 'react';
import { api } from '../../lib/api.ts';
import { formatCents } from '../../lib/formats.ts';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { SkeletonCard } from '../../ui/skeleton.tsx';
import { ownCheckoutsQuery } from '../checkouts/checkout-queries.ts';
import { missingWords } from '../companies/company-words.ts';
import { YearlyCheck } from '../companies/yearly-check.tsx';
import { ownInvoicesQuery } from '../invoices/invoice-queries.ts';

const link = 'font-semibold text-link underline-offset-4 hover:underline';

/** The questions behind the list of what needs the member. Each one loads and fails by itself. */
export function useToDo(isMember: boolean) {
  const options = { enabled: isMember, staleTime: 0 };
  const licenses = useQuery(api.companies.listOwnLicenses.queryOptions(undefined, options));
  const invoices = useQuery({ ...ownInvoicesQuery(), enabled: isMember });
  const checkouts = useQuery({ ...ownCheckoutsQuery(), enabled: isMember });
  const certifications = useQuery(api.certifications.listOwnEnding.queryOptions(undefined, options));
  const companies = useQuery(api.companies.listOwn.queryOptions(undefined, options));
  const asked = [
    ['Couldn’t load your license', licenses],
    ['Couldn’t load your invoices', invoices],
    ['Couldn’t load your payments', checkouts],
    ['Couldn’t load your certifications', certifications],
    ['Couldn’t load your company', companies],
  ] as const;
  const owned = companies.data?.filter(({ ownRole }) => ownRole === 'OWNER') ?? [];
  const found = {
    licenses:
      licenses.data?.filter(({ standing }) => standing.tone === 'bad' || standing.tone === 'warn') ?? [],
    invoices:
      invoices.data
        ?.filter(({ status }) => status === 'OPEN')
        .map((invoice) => ({
          ...invoice,
          underWayCents: checkouts.data?.checkouts.find(
            ({ invoiceId, status }) => invoiceId === invoice.id && status === 'PROCESSING',
          )?.amountCents,
        })) ?? [],
    certifications: certifications.data ?? [],
    incomplete: owned.filter(({ missing }) => missing.length > 0),
    unchecked: owned.filter(({ isCheckDue }) => isCheckDue),
  };
  return {
    asked,
    found,
    isPending: asked.some(([, { isLoading }]) => isLoading),
    isEmpty:
      Object.values(found).every((some) => some.length === 0) && asked.every(([, { error }]) => !error),
  };
}

/** The things that need the member now: the license, dues, papers that end, and the company’s page. */
export function ToDo({ toDo: { asked, found, isPending, isEmpty } }: { toDo: ReturnType<typeof useToDo> }) {
  if (isPending) return <SkeletonCard />;
  if (isEmpty) return null;
  return (
    <section aria-label="For you to do" className="space-y-3">
      <h2 className="text-h3 font-semibold">For you to do</h2>
      {asked.map(
        ([what, { error, refetch }]) =>
          error && <ErrorPanel key={what} what={what} error={error} retry={() => void refetch()} />,
      )}
      <ul className="divide-y divide-divider rounded-card border border-divider bg-surface">
        {found.licenses.map(({ licenseNumber, name, standing }) => (
          <Row key={licenseNumber} icon={<CircleAlert aria-hidden className="size-5 text-bad" />}>
            <Link to="/contractors/$license" params={{ license: licenseNumber }} className={link}>
              License {licenseNumber}: {standing.short}
            </Link>
            <p className="text-dense text-text-2">{name}, according to the license board’s file.</p>
          </Row>
        ))}
        {found.invoices.map((invoice) => (
          <OpenInvoice key={invoice.id} invoice={invoice} />
        ))}
        {found.certifications.map(({ id, kindName, number, state, expiresOn, companyId, companyName }) => (
          <Row key={id} icon={<BadgeAlert aria-hidden className="size-5 text-warn" />}>
            <Link to="/company" search={{ company: companyId }} className={link}>
              {kindName}
              {number && ` ${number}`} {state === 'EXPIRED' ? 'ended' : 'ends'} {dayWords(expiresOn)}
            </Link>
            <p className="text-dense text-text-2">{companyName}. Renew it, and add the new certificate.</p>
          </Row>
        ))}
        {found.incomplete.map(({ id, name, missing }) => (
          <Row key={id} icon={<Building2 aria-hidden className="size-5 text-link" />}>
            <Link to="/company" search={{ company: id }} className={link}>
              Add {missingWords[missing[0] ?? 'story'].what}
              {missing.length > 1 && ` and ${missing.length - 1} more`}
            </Link>
            <p className="text-dense text-text-2">
              {name}. {missingWords[missing[0] ?? 'story'].brings}
            </p>
          </Row>
        ))}
        {found.unchecked.map((company) => (
          <Row key={company.id} icon={<Building2 aria-hidden className="size-5 text-link" />}>
            <YearlyCheck company={company} />
          </Row>
        ))}
      </ul>
    </section>
  );
}

function OpenInvoice({ invoice }: { invoice: ReturnType<typeof useToDo>['found']['invoices'][number] }) {
  const { number, words, totalCents, paidCents, dueOn, daysOverdue, underWayCents } = invoice;
  return (
    <Row icon={<Receipt aria-hidden className="size-5 text-link" />}>
      <Link to="/membership/pay" className={link}>
        {underWayCents === undefined
          ? `Pay invoice ${number}: ${formatCents(totalCents - paidCents)}`
          : `Your bank is sending ${formatCents(underWayCents)} for invoice ${number}`}
      </Link>
      <p className="text-dense text-text-2">
        {words}.{' '}
        {underWayCents !== undefined
          ? 'Please don’t pay again.'
          : `${daysOverdue > 0 ? 'It was due' : 'Due'} ${dayWords(dueOn)}.`}
      </p>
    </Row>
  );
}

function Row({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <li className="flex gap-3 p-4">
      <span className="mt-0.5 shrink-0">{icon}</span>
      <div className="min-w-0 break-words">{children}</div>
    </li>
  );
}
