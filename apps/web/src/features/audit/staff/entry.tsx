import { actorInWords, type SentencePart } from '@namc/inputs/audit-words';
import { Link } from '@tanstack/react-router';
import { Fragment, type ReactNode } from 'react';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { momentInList } from '../../../ui/short-times.ts';
import type { AdminAction, RowChange } from './audit-entry.ts';
import type { AuditFilters } from './filters.ts';

export const linkClass = 'text-link underline underline-offset-4';

type Entry = AdminAction | RowChange;

/** The event in a sentence, whose names lead to the other entries of the person. The time stands beside it. */
export function Sentence({
  sentence,
  entry,
  filters,
}: {
  sentence: SentencePart[];
  entry: Entry;
  filters: AuditFilters;
}) {
  return (
    <div className="flex flex-wrap items-baseline justify-between gap-x-6">
      <p className="min-w-0 first-letter:uppercase">
        {sentence.map((part, at) => (
          // A sentence never changes its order.
          // biome-ignore lint/suspicious/noArrayIndexKey: the position is all that tells the parts apart.
          <Fragment key={at}>
            {typeof part === 'string' ? part : <Person which={part.person} entry={entry} filters={filters} />}
          </Fragment>
        ))}
      </p>
      <time {...momentInList(entry.createdAt)} className="text-dense text-text-2" />
    </div>
  );
}

/** A person of a sentence, as a link to their other entries. */
function Person({ which, entry, filters }: { which: 'who' | 'whom'; entry: Entry; filters: AuditFilters }) {
  const { userId, userName, userEmail, actor, targetUserId, targetName, targetEmail } = entry;
  const [id, name, email] =
    which === 'who' ? [userId, userName, userEmail] : [targetUserId, targetName, targetEmail];
  if (!id) return actorInWords(actor);
  return (
    <Link
      to="/admin/audit"
      search={{ ...filters, ...(which === 'who' ? { userId: id } : { targetUserId: id }) }}
      title={email ?? undefined}
      className={`font-semibold break-words ${linkClass}`}
    >
      {name ?? id}
    </Link>
  );
}

/** Everything else about an entry, for the few who need it. */
export function Details({ children }: { children: ReactNode }) {
  return (
    <details className="text-dense open:space-y-2">
      <summary className="w-fit py-1 text-link">Details</summary>
      {children}
    </details>
  );
}

/** Both email addresses, because two people may share a name. */
export function Addresses({ entry }: { entry: Entry }) {
  const { userId, userEmail, targetUserId, targetEmail } = entry;
  const both: [words: string, id: string, email: string][] = [];
  if (userId && userEmail) both.push(['By', userId, userEmail]);
  if (targetUserId && targetEmail && targetUserId !== userId) both.push(['About', targetUserId, targetEmail]);
  if (both.length === 0) return null;
  return (
    <p className="flex flex-wrap gap-x-4 text-dense text-text-2">
      {both.map(([words, id, email]) => (
        <span key={words} className="break-all">
          {words}{' '}
          <Link to="/admin/members/$id" params={{ id }} className="underline underline-offset-4">
            {email}
          </Link>
        </span>
      ))}
    </p>
  );
}

/** The request of an entry, with a link to its other entries. */
export function Request({
  entry: { createdAt, requestId },
  other,
}: {
  entry: Entry;
  /** The kind of entries to show for the same request, and the words of the link. */
  other: [kind: AuditFilters['kind'], words: string];
}) {
  if (!requestId) return null;
  return (
    <p className="flex flex-wrap items-center gap-x-4 gap-y-1 text-dense text-text-2">
      <Link
        to="/admin/audit"
        search={{ kind: other[0], requestId, at: createdAt }}
        className={`py-0.5 ${linkClass}`}
      >
        {other[1]}
      </Link>
      <span className="text-meta">
        Request <code className="break-all select-all">{requestId}</code>
        <CopyButton text={requestId} what="Request id" />
      </span>
    </p>
  );
}
