import type { firmReaders } from '@namc/inputs/directory';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../lib/api.ts';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { Loading } from '../../ui/loading.tsx';
import { FirmFacts } from '../directory/firm-facts.tsx';

/** The company as a visitor or a member sees it in the directory now. */
export default function FirmPreview({
  companyId,
  reader,
}: {
  companyId: string;
  reader: (typeof firmReaders)[number];
}) {
  const { data, error, isPending, refetch } = useQuery({
    ...api.directory.findPreview.queryOptions({ companyId, reader }),
    staleTime: 0,
    gcTime: 0,
  });
  if (isPending) return <Loading />;
  if (error) return <ErrorPanel what="Couldn’t load the preview" error={error} retry={refetch} />;
  if (!data)
    return (
      <p>
        {reader === 'VISITOR' ? 'Visitors' : 'Members'} don’t find your company. It stands in the directory
        while one of its people has an active membership, and as “Who sees what” says.
      </p>
    );
  return (
    <div className="space-y-4">
      <p className="text-lead font-semibold wrap-anywhere">{data.name}</p>
      <FirmFacts firm={data} />
    </div>
  );
}
