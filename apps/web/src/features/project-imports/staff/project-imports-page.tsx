import { mostImportRows } from '@namc/inputs/file-imports';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { api } from '../../../lib/api.ts';
import { formatCount } from '../../../lib/formats.ts';
import { PageHeading } from '../../../ui/page-heading.tsx';
import { ChooseFile } from '../../file-imports/choose-file.tsx';
import { FilesSoFar } from '../../file-imports/files-so-far.tsx';
import { refreshImports } from './project-import.ts';

/** Lists of bids from agencies: choose a file, and see the imports that came before. */
export function ProjectImportsPage() {
  const navigate = useNavigate();
  const list = useQuery(api.projectImports.list.queryOptions(undefined, { staleTime: 0 }));
  return (
    <div className="space-y-8">
      <div className="space-y-1">
        <Link
          to="/admin/projects"
          className="inline-flex min-h-11 items-center gap-1.5 text-dense text-link underline-offset-4 hover:underline lg:min-h-8"
        >
          <span aria-hidden>←</span>
          All projects
        </Link>
        <PageHeading title="Import projects" />
      </div>
      <ChooseFile
        label="List of bids"
        hint={`CSV, up to ${formatCount(mostImportRows)} rows. The first line names the columns, in any order: Solicitation number, Agency and Title are needed. You can correct what each column means on the next page. Times are Pacific.`}
        path="/api/project-imports"
        onChecked={async (importId) => {
          await refreshImports();
          await navigate({ to: '/admin/projects/import/$id', params: { id: importId } });
        }}
      >
        The portal checks the list first and tells row by row what would happen. Nothing changes until you
        import it. The agency and its number tell which projects are here already.
      </ChooseFile>
      <FilesSoFar
        list={list}
        link={(one) => (
          <Link
            to="/admin/projects/import/$id"
            params={{ id: one.id }}
            className="font-semibold break-words text-link underline underline-offset-4"
          >
            {one.fileName}
          </Link>
        )}
      />
    </div>
  );
}
