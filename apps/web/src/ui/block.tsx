import { type ReactNode, useId } from 'react';
import { ErrorPanel } from './error-panel.tsx';
import { SkeletonCard } from './skeleton.tsx';

interface Asked<Answer> {
  data: Answer | undefined;
  error: unknown;
  isPending: boolean;
  refetch: () => unknown;
}

/** A part of the page with its own request. It loads and fails independently of the others. */
export function Block<Answer>({
  title,
  what,
  asked,
  children,
}: {
  title: string;
  /** The title of the error panel. */
  what: string;
  asked: Asked<Answer>;
  children: (answer: Answer) => ReactNode;
}) {
  const id = useId();
  return (
    <section aria-labelledby={id} aria-busy={asked.isPending} className="space-y-3">
      <h2 id={id} className="text-h3 font-semibold">
        {title}
      </h2>
      {asked.isPending && <SkeletonCard />}
      {asked.error !== null && (
        <ErrorPanel what={what} error={asked.error} retry={() => void asked.refetch()} />
      )}
      {asked.data !== undefined && children(asked.data)}
    </section>
  );
}
