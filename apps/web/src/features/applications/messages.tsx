import { momentInList } from '../../ui/short-times.ts';
import type { OwnApplication } from './own-application.ts';

export function Messages({
  messages,
  isOwn = false,
}: Pick<OwnApplication, 'messages'> & {
  /** True if the reader is the applicant. */
  isOwn?: boolean;
}) {
  if (messages.length === 0) return null;
  return (
    <section aria-label="Questions and answers">
      <h2 className="mb-2 text-h3 font-semibold">Questions and answers</h2>
      <ol className="max-w-xl space-y-3">
        {messages.map(({ id, isFromStaff, body, createdAt }) => (
          <li key={id} className="rounded-card border border-divider bg-surface p-3">
            <p className="text-dense text-text-2">
              {isFromStaff ? 'NAMC staff' : isOwn ? 'You' : 'Applicant'},{' '}
              <time {...momentInList(createdAt)} />
            </p>
            <p className="mt-1 whitespace-pre-wrap">{body}</p>
          </li>
        ))}
      </ol>
    </section>
  );
}
