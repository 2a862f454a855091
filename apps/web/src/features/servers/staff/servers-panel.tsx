import { CircleX } from 'lucide-react';
import type { ReactNode } from 'react';
import { formatTime } from '../../../lib/formats.ts';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { Loading } from '../../../ui/loading.tsx';

/** The answer of each server, as the API tells it. */
interface Answer {
  server: string;
  isReplica: boolean | null;
  problem: string | null;
  isApplicable: boolean;
}

interface Asked<One extends Answer> {
  data: One[] | undefined;
  error: unknown;
  isPending: boolean;
  dataUpdatedAt: number;
  refetch: () => unknown;
}

/** One question to every server. The panel fails alone, and a server that fails leaves the others. */
export function ServersPanel<One extends Answer>({
  id,
  title,
  what,
  asked: { data, error, isPending, dataUpdatedAt, refetch },
  children,
}: {
  id: string;
  title: string;
  /** The words for a panel that could not load. */
  what: string;
  asked: Asked<One>;
  /** The part of one server that answered. */
  children: (answer: One) => ReactNode;
}) {
  return (
    <section aria-labelledby={id} className="space-y-3">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <h2 id={id} className="text-h3 font-semibold">
          {title}
        </h2>
        {data && !error && <p className="text-meta text-text-2">As of {formatTime(dataUpdatedAt)}</p>}
      </div>
      {isPending && <Loading />}
      {/* Old rows beside the error would say that nothing has changed. */}
      {error ? <ErrorPanel what={what} error={error} retry={() => void refetch()} /> : null}
      {!error &&
        data?.map((answer) => (
          <section key={answer.server} aria-label={`${title}: ${answer.server}`} className="space-y-2">
            <h3 className="font-semibold break-words">
              {answer.server}{' '}
              {answer.isReplica !== null && answer.isApplicable && (
                <span className="font-normal text-text-2">{answer.isReplica ? 'replica' : 'primary'}</span>
              )}
            </h3>
            {answer.problem === null ? children(answer) : <Problem answer={answer} />}
          </section>
        ))}
    </section>
  );
}

function Problem({ answer: { problem, isApplicable } }: { answer: Answer }) {
  if (!isApplicable) return <p className="text-text-2">Does not apply: {problem}</p>;
  return (
    <p
      role="status"
      className="flex max-w-[75ch] items-start gap-2 rounded-card border border-bad bg-bad-tint p-3 text-dense break-words"
    >
      <CircleX aria-hidden className="mt-0.5 size-4 shrink-0 text-bad" />
      <span className="min-w-0">
        <strong className="font-semibold text-bad">No answer.</strong> {problem}
      </span>
    </p>
  );
}
