import { Link } from '@tanstack/react-router';
import { formatInstant } from '../../../lib/formats.ts';
import type { AdminAction, RowChange } from './audit-entry.ts';
import { actorInWords } from './audit-words.ts';
import type { AuditFilters } from './filters.ts';

export const linkClass = 'text-link underline underline-offset-4';

type Entry = AdminAction | RowChange;

/** The person who acted, as a link to their other entries. */
export function Who({ entry, filters }: { entry: Entry; filters: AuditFilters }) {
  const { userId, userName, userEmail, actor } = entry;
  if (!userId) return actorInWords(actor);
  return (
    <Link
      to="/admin/audit"
      search={{ ...filters, userId }}
      title={userEmail ?? undefined}
      className={`break-words ${linkClass}`}
    >
      {userName ?? userId}
    </Link>
  );
}

/** The person concerned, as a link to their other entries. */
export function Whom({ entry, filters }: { entry: Entry; filters: AuditFilters }) {
  const { targetUserId, targetName, targetEmail } = entry;
  if (!targetUserId) return null;
  return (
    <>
      , about{' '}
      <Link
        to="/admin/audit"
        search={{ ...filters, targetUserId }}
        title={targetEmail ?? undefined}
        className={`break-words ${linkClass}`}
      >
        {targetName ?? targetUserId}
      </Link>
    </>
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

/** The time and the request, with a link to the other entries of that request. */
export function WhenAndRequest({
  createdAt,
  requestId,
  other,
}: {
  createdAt: Entry['createdAt'];
  requestId: Entry['requestId'];
  /** The kind of entries to show for the same request, and the words of the link. */
  other: [kind: AuditFilters['kind'], words: string];
}) {
  return (
    <p className="flex flex-wrap items-center gap-x-4 gap-y-1 text-dense text-text-2">
      <time dateTime={createdAt} title={createdAt}>
        {formatInstant(createdAt)}
      </time>
      {requestId && (
        <>
          <Link
            to="/admin/audit"
            search={{ kind: other[0], requestId, at: createdAt }}
            className={`py-0.5 ${linkClass}`}
          >
            {other[1]}
          </Link>
          <span className="text-meta">
            Request <code className="break-all select-all">{requestId}</code>
          </span>
        </>
      )}
    </p>
  );
}
