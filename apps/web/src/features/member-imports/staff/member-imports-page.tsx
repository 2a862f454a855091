import { mostImportRows } from '@namc/inputs/file-imports';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { api, queryClient } from '../../../lib/api.ts';
import { formatCount } from '../../../lib/formats.ts';
import { PageHeading } from '../../../ui/page-heading.tsx';
import { ChooseFile } from '../../file-imports/choose-file.tsx';
import { FilesSoFar } from '../../file-imports/files-so-far.tsx';

/** The association’s existing members from a file: choose it, and see the imports that came before. */
export function MemberImportsPage() {
  const navigate = useNavigate();
  const list = useQuery(api.memberImports.list.queryOptions(undefined, { staleTime: 0 }));
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
        <PageHeading title="Import members" />
      </div>
      <ChooseFile
        label="File of members"
        hint={`CSV, up to ${formatCount(mostImportRows)} rows. The first line names the columns, in any order: Email, First name, Last name, Tier and Last day are needed. Company, Phone, License number, First day, Basis and Note can be left out.`}
        path="/api/member-imports"
        onChecked={async (importId) => {
          await queryClient.invalidateQueries(api.memberImports.pathFilter());
          await navigate({ to: '/admin/members/import/$id', params: { id: importId } });
        }}
      >
        The portal checks the file first and tells row by row what would happen. Nothing changes, and nobody
        gets an email, until you import it. A member who is here already stays as they are.
      </ChooseFile>
      <FilesSoFar
        list={list}
        link={(one) => (
          <Link
            to="/admin/members/import/$id"
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
