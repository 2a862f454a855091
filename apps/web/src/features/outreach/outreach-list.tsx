import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { causeOf } from '../../lib/cause-of.ts';
import { formatCount, plural } from '../../lib/formats.ts';
import { useSingleMutation } from '../../lib/use-single-mutation.ts';
import { Button, buttonClass } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { AllDone, NothingYet } from '../../ui/illustrations.tsx';
import { Loading } from '../../ui/loading.tsx';
import { focusPageHeading } from '../../ui/page-heading.tsx';
import { Pill } from '../../ui/pill.tsx';
import { PrintButton } from '../../ui/print.tsx';
import { toast } from '../../ui/toasts.ts';
import { Change } from '../accounts/settings-section.tsx';
import { ContractorFacts } from '../contractors/contractor-row.tsx';
import type { Project } from '../projects/project-queries.ts';
import { ContactForm } from './contact-form.tsx';
import { ContactLog } from './contact-log.tsx';
import { AddressActs, FirmAddress, InviteShown } from './firm-address.tsx';
import {
  type OutreachFigures,
  type OutreachFirm,
  outreachListQuery,
  refreshOutreach,
  useOutreach,
  useOutreachAddress,
  usePaperAddress,
} from './outreach-queries.ts';
import type { ListView } from './outreach-words.ts';

/** A part of the outreach list: the follow-ups that are due come first. */
export default function OutreachList({
  project,
  part,
  figures,
}: {
  project: Project;
  part: ListView;
  figures: OutreachFigures;
}) {
  const list = useInfiniteQuery(outreachListQuery(useOutreach(), project.id, part));
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? [];
  const total = { all: figures.firms, due: figures.due, open: figures.firms - figures.contacted }[part];
  if (list.isError && rows.length === 0)
    return <ErrorPanel what="Couldn’t load the firms" error={list.error} retry={() => void list.refetch()} />;
  if (list.isPending) return <Loading />;
  if (rows.length === 0) return <Nobody projectId={project.id} part={part} isBegun={figures.firms > 0} />;
  return (
    <section aria-label="Firms" aria-busy={list.isFetching} className="space-y-3">
      <Papers projectId={project.id} part={part}>
        <InviteShown rows={rows} project={project} figures={figures} />
      </Papers>
      <ul
        aria-label="Firms on the list"
        className="divide-y divide-divider rounded-card border border-divider bg-surface"
      >
        {rows.map((row) => (
          <OneFirm key={row.id} row={row} project={project} isRoom={figures.invitationsLeft > 0} />
        ))}
      </ul>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="text-dense text-text-2 tabular-nums">
          Showing {formatCount(rows.length)} of {formatCount(Math.max(total, rows.length))}{' '}
          {plural(Math.max(total, rows.length), 'firm')}
        </p>
        {list.hasNextPage && (
          <Button
            className="print:hidden"
            aria-disabled={list.isFetchingNextPage}
            onClick={() => !list.isFetchingNextPage && void list.fetchNextPage()}
          >
            {list.isFetchingNextPage ? 'Loading…' : 'Load more'}
          </Button>
        )}
      </div>
      {list.isFetchNextPageError && <ErrorPanel what="Couldn’t load more firms" error={list.error} />}
    </section>
  );
}

/** The papers for the phone and for the post office. */
function Papers({ projectId, part, children }: { projectId: string; part: ListView; children: ReactNode }) {
  const addressOf = usePaperAddress(projectId, part);
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2 print:hidden">
      <PrintButton what="this list" />
      <a href={addressOf('phone-sheet')} download className={buttonClass()}>
        Phone sheet (PDF)
      </a>
      <a href={addressOf('labels')} download className={buttonClass()}>
        Mailing labels (PDF)
      </a>
      <a href={addressOf('labels-with-join-address')} download className={buttonClass()}>
        Labels with the join address (PDF)
      </a>
      {children}
      <p className="text-dense text-text-2">
        For Avery 5160 and the same sizes. Print at 100%. A firm without a mailing address gets no label. The
        join address tells firms that aren’t members where they claim their license.
      </p>
    </div>
  );
}

function Nobody({ projectId, part, isBegun }: { projectId: string; part: ListView; isBegun: boolean }) {
  const address = useOutreachAddress();
  if (!isBegun)
    return (
      <Empty drawing={<NothingYet />} title="No firms on the list yet">
        <p>Find licensed contractors near the project, add them, and log each contact here.</p>
        <Link
          to={address}
          params={{ id: projectId }}
          search={{ part: 'find' }}
          className={buttonClass('primary', 'mt-3')}
        >
          Find firms
        </Link>
      </Empty>
    );
  if (part === 'due')
    return (
      <Empty drawing={<AllDone />} title="No follow-ups are due">
        <p>A firm appears here on the day for which you planned to follow up.</p>
      </Empty>
    );
  return <Empty drawing={<AllDone />} title="You have contacted every firm on the list" />;
}

function OneFirm({ row, project, isRoom }: { row: OutreachFirm; project: Project; isRoom: boolean }) {
  const { firm, licenseNumber, contacts, isDue } = row;
  const name = firm?.name ?? `license ${licenseNumber}`;
  return (
    <li className="break-inside-avoid space-y-3 px-4 py-3">
      {isDue && <Pill tone="warn">Follow-up due</Pill>}
      {firm ? (
        // The link covers the facts and not the buttons.
        <div className="relative">
          <ContractorFacts contractor={firm} />
        </div>
      ) : (
        <p className="wrap-anywhere">The license board’s file no longer has license {licenseNumber}.</p>
      )}
      <FirmAddress row={row} project={project} />
      <ContactLog row={row} project={project} name={name} />
      <div className="flex flex-wrap gap-2 print:hidden">
        <Change
          label="Log a contact"
          what={`with ${name}`}
          form={(leave) => <ContactForm row={row} zone={project.deadlineTimeZone} leave={leave} />}
        />
        <AddressActs row={row} project={project} name={name} isRoom={isRoom} />
        {contacts.length === 0 && <Remove outreachId={row.id} name={name} />}
      </div>
    </li>
  );
}

function Remove({ outreachId, name }: { outreachId: string; name: string }) {
  const { mutate, isPending } = useSingleMutation(
    useOutreach().remove.mutationOptions({
      onSuccess: async () => {
        await refreshOutreach();
        toast(`${name} is off the list.`);
        // The button is gone.
        focusPageHeading();
      },
      onError: (error) => toast(`Couldn’t remove it: ${causeOf(error)}`, { kind: 'failed' }),
    }),
  );
  return (
    <Button aria-disabled={isPending} onClick={() => mutate({ outreachId })}>
      Remove<span className="sr-only"> {name} from the list</span>
    </Button>
  );
}
