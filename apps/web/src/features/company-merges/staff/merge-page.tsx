import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api, isMissing } from '../../../lib/api.ts';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { Loading } from '../../../ui/loading.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { PageHeading } from '../../../ui/page-heading.tsx';
import { ChooseDuplicate } from './choose-duplicate.tsx';
import { Compared } from './compared.tsx';
import { MergeForm } from './merge-form.tsx';
import { Moving } from './moving.tsx';

/** Merges a company that was registered twice. `duplicateId` is the company that goes, once somebody has chosen it. */
export function MergePage({ id, duplicateId }: { id: string; duplicateId: string | undefined }) {
  const { data, error, isPending, refetch } = useQuery(
    api.companyMerges.getCompany.queryOptions({ companyId: id }, { staleTime: 0 }),
  );
  const isUnknown = isMissing(error);
  return (
    <div className="space-y-8">
      <div className="space-y-1">
        <Link
          to="/admin/members"
          className="inline-flex min-h-11 items-center gap-1.5 text-dense text-link underline-offset-4 hover:underline lg:min-h-8"
        >
          <span aria-hidden>←</span>
          All members
        </Link>
        <PageHeading title={isUnknown ? 'Company not found' : 'Merge companies'} />
      </div>
      {isPending && <Loading />}
      {isUnknown && <p>There is no company at this address. It may have been merged already.</p>}
      {error && !isUnknown && <ErrorPanel what="Couldn’t load the company" error={error} retry={refetch} />}
      {data && (
        <>
          <p className="max-w-[70ch] break-words">
            Everything of another company moves into <strong>{data.name}</strong>, and the other one goes. Its
            address leads here afterwards. You can’t undo it.
          </p>
          {duplicateId ? (
            <Pair id={id} duplicateId={duplicateId} />
          ) : (
            <ChooseDuplicate companyId={id} name={data.name} />
          )}
        </>
      )}
    </div>
  );
}

function Pair({ id, duplicateId }: { id: string; duplicateId: string }) {
  const isItself = id === duplicateId;
  const { data, error, isPending, refetch } = useQuery(
    api.companyMerges.get.queryOptions(
      { companyId: id, duplicateId },
      { staleTime: 0, gcTime: 0, enabled: !isItself },
    ),
  );
  if (isItself)
    return (
      <>
        <p>This is the same company. A company can’t be merged into itself.</p>
        <Another id={id} />
      </>
    );
  if (isPending) return <Loading />;
  if (isMissing(error))
    return (
      <>
        <p>The company that should go isn’t here anymore. It may have been merged already.</p>
        <Another id={id} />
      </>
    );
  if (error)
    return (
      <>
        <ErrorPanel what="Couldn’t load the two companies" error={error} retry={refetch} />
        <Another id={id} />
      </>
    );
  return (
    <>
      <div className="flex flex-wrap gap-x-6 gap-y-1">
        <Another id={id} />
        <Link
          to="/admin/companies/$id/merge"
          params={{ id: duplicateId }}
          search={{ duplicate: id }}
          className="inline-flex min-h-11 items-center text-link underline underline-offset-4 lg:min-h-8"
        >
          Keep {data.duplicate.name} instead
        </Link>
      </div>
      <Compared pair={data} />
      <Moving pair={data} />
      {data.problem ? (
        <Notice kind="warn" title="These two can’t be merged">
          <p>{data.problem}</p>
        </Notice>
      ) : (
        <section aria-labelledby="merge" className="space-y-4">
          <h2 id="merge" className="text-h3 font-semibold break-words">
            Merge {data.duplicate.name} into {data.company.name}
          </h2>
          <MergeForm key={`${id} ${duplicateId}`} pair={data} />
        </section>
      )}
    </>
  );
}

const Another = ({ id }: { id: string }) => (
  <Link
    to="/admin/companies/$id/merge"
    params={{ id }}
    className="inline-flex min-h-11 items-center text-link underline underline-offset-4 lg:min-h-8"
  >
    Choose another company
  </Link>
);
