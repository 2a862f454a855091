import { dayWords } from '@namc/inputs/day-words';
import { memberColumns, type RowVerdict } from '@namc/inputs/member-imports';
import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Download } from 'lucide-react';
import { useState } from 'react';
import { api, isMissing, queryClient } from '../../../lib/api.ts';
import { formatCount, formatInstant, plural } from '../../../lib/formats.ts';
import { Button, buttonClass } from '../../../ui/button.tsx';
import { Confirm } from '../../../ui/confirm.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { Loading } from '../../../ui/loading.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { PageHeading } from '../../../ui/page-heading.tsx';
import { Pill } from '../../../ui/pill.tsx';
import { ImportProgress } from '../../file-imports/import-progress.tsx';
import { faultInWords, isOnItsWay, statusInWords } from '../../file-imports/import-words.ts';
import { RowList } from '../../file-imports/row-list.tsx';
import { type MemberImport, type MemberRow, memberImportQuery } from './member-import.ts';

/** A file of members: what an import would do, the import itself, and what it did. */
export function MemberImportPage({ importId }: { importId: string }) {
  const { data, error, isPending, refetch } = useQuery(memberImportQuery(importId));
  const isUnknown = isMissing(error);
  return (
    <div className="space-y-6">
      <div className="space-y-1">
        <Link
          to="/admin/members/import"
          className="inline-flex min-h-11 items-center gap-1.5 text-dense text-link underline-offset-4 hover:underline lg:min-h-8"
        >
          <span aria-hidden>←</span>
          All files
        </Link>
        <PageHeading title={data?.fileName ?? (isUnknown ? 'File not found' : 'File of members')} />
      </div>
      {isPending && <Loading />}
      {isUnknown && <p>There is no file at this address. It may have been discarded.</p>}
      {error && !isUnknown && <ErrorPanel what="Couldn’t load the file" error={error} retry={refetch} />}
      {data && <Import one={data} />}
    </div>
  );
}

function Import({ one }: { one: MemberImport }) {
  const { id: importId, rejected, status } = one;
  const left = one.newLeft + one.knownLeft;
  const isOn = isOnItsWay(one);
  return (
    <>
      <Outcome one={one} left={left} />
      {one.notes.map((note) => (
        <p key={note} className="max-w-3xl text-dense break-words">
          {note}
        </p>
      ))}
      <Facts
        areShort
        facts={[
          ['Rows', formatCount(one.rowsRead)],
          [status === 'CHECKED' ? 'New members' : 'Still to add', formatCount(one.newLeft)],
          ['Members already', formatCount(one.knownLeft + one.rowsKnown)],
          ['Added', status !== 'CHECKED' && formatCount(one.rowsAdded)],
          ['Rejected', formatCount(rejected)],
          ['Checked', `${one.uploaderName ?? 'Somebody'}, ${formatInstant(one.createdAt)}`],
        ]}
      />
      <Acts one={one} left={left} isOn={isOn} />
      {rejected > 0 && (
        <a href={`/api/member-imports/${importId}/rejects.csv`} className={buttonClass()}>
          <Download aria-hidden className="size-4" />
          Download the rejected rows
        </a>
      )}
      {left + rejected > 0 && <Rows key={status} importId={importId} isOn={isOn} />}
    </>
  );
}

function Outcome({ one, left }: { one: MemberImport; left: number }) {
  const { status, rowsAdded } = one;
  const words = statusInWords(one);
  if (status === 'CHECKED')
    return (
      <Notice
        kind={one.newLeft > 0 ? 'ok' : 'info'}
        title={one.newLeft > 0 ? 'The file can be imported' : 'The file has no new member'}
      >
        <p>Nothing has changed yet, and nobody got an email.</p>
      </Notice>
    );
  if (status === 'DONE')
    return (
      <Notice kind="ok" title={words}>
        <p>
          {formatCount(rowsAdded)} {plural(rowsAdded, 'member was', 'members were')} added
          {one.finishedAt && `, ${formatInstant(one.finishedAt)}`}.{' '}
          {one.sendsWelcome ? 'Each gets a link to choose a password.' : 'Nobody got an email.'}
        </p>
      </Notice>
    );
  if (isOnItsWay(one)) return <ImportProgress one={one} left={left} />;
  return (
    <Notice kind="warn" title={words}>
      <p>
        {formatCount(rowsAdded)} {plural(rowsAdded, 'member was', 'members were')} added before that, and
        stay. The rest can still be imported.
      </p>
    </Notice>
  );
}

function Acts({ one, left, isOn }: { one: MemberImport; left: number; isOn: boolean }) {
  const { id: importId, status } = one;
  const navigate = useNavigate();
  const [sendsWelcome, setSendsWelcome] = useState(one.sendsWelcome);
  const [joinsCompanies, setJoinsCompanies] = useState<boolean | null>(one.joinsCompanies || null);
  const [isAsking, setAsking] = useState(false);
  const [isUnanswered, setUnanswered] = useState(false);
  const onSettled = () => queryClient.invalidateQueries(api.memberImports.pathFilter());
  const start = useMutation(api.memberImports.start.mutationOptions({ onSettled }));
  const cancel = useMutation(api.memberImports.cancel.mutationOptions({ onSettled }));
  const drop = useMutation(
    api.memberImports.drop.mutationOptions({
      onSuccess: async () => {
        await navigate({ to: '/admin/members/import' });
        await onSettled();
      },
    }),
  );
  const mayStart = !isOn && status !== 'DONE' && left > 0;
  return (
    <div className="space-y-3">
      {mayStart && (
        <label className="flex min-h-11 max-w-2xl items-center gap-3 py-1">
          <input
            type="checkbox"
            className="size-5 shrink-0 accent-brand"
            checked={sendsWelcome}
            onChange={(event) => setSendsWelcome(event.target.checked)}
          />
          Email each new member a link to choose a password
        </label>
      )}
      {mayStart && one.namesakes > 0 && (
        <Namesakes
          count={one.namesakes}
          joins={joinsCompanies}
          choose={setJoinsCompanies}
          isUnanswered={isUnanswered && joinsCompanies === null}
        />
      )}
      <div className="flex flex-wrap gap-2">
        {mayStart && (
          <Button
            look="primary"
            onClick={() => {
              const isOpen = one.namesakes > 0 && joinsCompanies === null;
              setUnanswered(isOpen);
              setAsking(!isOpen);
            }}
          >
            {status === 'CHECKED' ? 'Import…' : 'Import the rest…'}
          </Button>
        )}
        {isOn && (
          <Button
            aria-disabled={cancel.isPending || one.isCanceled}
            onClick={() => !one.isCanceled && cancel.mutate({ importId })}
          >
            {one.isCanceled ? 'Stopping…' : 'Cancel'}
          </Button>
        )}
        {status === 'CHECKED' && (
          <Button aria-disabled={drop.isPending} onClick={() => drop.mutate({ importId })}>
            Discard
          </Button>
        )}
      </div>
      {start.error && <ErrorPanel what="Couldn’t start the import" error={start.error} />}
      {cancel.error && <ErrorPanel what="Couldn’t cancel" error={cancel.error} />}
      {drop.error && <ErrorPanel what="Couldn’t discard the file" error={drop.error} />}
      <Confirm
        title={`Import ${formatCount(one.newLeft)} ${plural(one.newLeft, 'member')}?`}
        isOpen={isAsking}
        close={() => setAsking(false)}
        action="Import"
        act={() => {
          setAsking(false);
          start.mutate({ importId, sendsWelcome, joinsCompanies: joinsCompanies ?? false });
        }}
      >
        {sendsWelcome
          ? 'Each new member gets an account, and one email with a link to choose a password.'
          : 'Each new member gets an account. Nobody gets an email. You can send the links later, one by one.'}{' '}
        Their firms show up in the directory at once, for visitors too, until their owners decide otherwise.
      </Confirm>
    </div>
  );
}

/** Asks for the people of companies that are here already. */
function Namesakes({
  count,
  joins,
  choose,
  isUnanswered,
}: {
  count: number;
  joins: boolean | null;
  choose: (joins: boolean) => void;
  isUnanswered: boolean;
}) {
  const choices = [
    [true, 'Add the people to those companies'],
    [false, 'Make other companies of the same names'],
  ] as const;
  return (
    <fieldset className="max-w-2xl" aria-describedby={isUnanswered ? 'namesakes-problem' : undefined}>
      <legend className="text-dense">
        {formatCount(count)} {plural(count, 'new member names', 'new members name')} a company that is here
        already, or that stands in an earlier row.
      </legend>
      {isUnanswered && (
        <p id="namesakes-problem" role="alert" className="text-dense text-bad">
          Choose what becomes of {plural(count, 'it', 'them')} first.
        </p>
      )}
      {choices.map(([value, words]) => (
        <label key={words} className="flex min-h-11 items-center gap-3 py-1">
          <input
            type="radio"
            name="namesakes"
            className="size-5 shrink-0 accent-brand"
            checked={joins === value}
            onChange={() => choose(value)}
          />
          {words}
        </label>
      ))}
    </fieldset>
  );
}

const verdicts: [RowVerdict | undefined, string][] = [
  [undefined, 'All rows'],
  ['NEW', 'New'],
  ['KNOWN', 'Members already'],
  ['REJECTED', 'Rejected'],
];

/** An imported row is gone from the list. */
function Rows({ importId, isOn }: { importId: string; isOn: boolean }) {
  const [verdict, setVerdict] = useState<RowVerdict>();
  const list = useInfiniteQuery(
    api.memberImports.listRows.infiniteQueryOptions(
      { importId, verdict },
      {
        getNextPageParam: (page) => page.next,
        initialCursor: 0,
        staleTime: 0,
        refetchInterval: isOn && 3_000,
      },
    ),
  );
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? [];
  return (
    <RowList verdicts={verdicts} verdict={verdict} choose={setVerdict} list={list} count={rows.length}>
      {rows.map((row) => (
        <li key={row.line} className="space-y-1 p-3 text-dense">
          <Row row={row} />
        </li>
      ))}
    </RowList>
  );
}

const pills = {
  NEW: ['ok', 'New'],
  KNOWN: ['quiet', 'Member already'],
  REJECTED: ['warn', 'Rejected'],
} as const;

function Row({ row: { line, verdict, field, reason, facts, cells, tierName } }: { row: MemberRow }) {
  const [tone, words] = pills[verdict];
  return (
    <>
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="text-text-2 tabular-nums">Line {line}</span>
        <Pill tone={tone}>{words}</Pill>
        <span className="min-w-0 wrap-anywhere">
          {facts ? `${facts.firstName} ${facts.lastName}, ${facts.email}` : cells.filter(Boolean).join(', ')}
        </span>
      </p>
      {reason ? (
        <p className="wrap-anywhere text-bad">{faultInWords(memberColumns, field ?? 'row', reason)}</p>
      ) : (
        facts && (
          <p className="text-text-2">
            {tierName ?? facts.tierCode}, {dayWords(facts.startsOn)} to {dayWords(facts.endsOn)}
          </p>
        )
      )}
    </>
  );
}
