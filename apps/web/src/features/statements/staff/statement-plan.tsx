import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../../lib/api.ts';
import { Button } from '../../../ui/button.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { Loading } from '../../../ui/loading.tsx';
import { ScrollRegion } from '../../../ui/scroll-region.tsx';

/** The plan of a statement, on demand. */
export function StatementPlan({ queryId }: { queryId: string }) {
  const [isAsked, setIsAsked] = useState(false);
  const { data, error, isLoading, refetch } = useQuery(
    api.statements.explain.queryOptions({ queryId }, { enabled: isAsked, staleTime: 0 }),
  );
  return (
    <div className="space-y-2">
      {!isAsked && <Button onClick={() => setIsAsked(true)}>Explain</Button>}
      {isLoading && <Loading />}
      {error && <ErrorPanel what="Couldn’t explain the statement" error={error} retry={refetch} />}
      {data?.problem && (
        <p role="status">
          The server can’t plan this text: {data.problem}. The text has placeholders where values stood, and
          your role reads only some tables.
        </p>
      )}
      {data?.plan && (
        <>
          <p role="status" className="text-text-2">
            The plan for values that aren’t known, with the rights of staff. Nothing was run.
            {!data.isSame && ' The server reads this text as another statement than the one it counted.'}
          </p>
          <ScrollRegion
            aria-label="Plan"
            className="overflow-x-auto rounded-control border border-divider bg-canvas p-3"
          >
            <pre className="text-meta">{data.plan}</pre>
          </ScrollRegion>
        </>
      )}
    </div>
  );
}
