import { Link, useNavigate } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';
import { PageHeading } from '../../../ui/page-heading.tsx';
import BeginForm from '../posting/begin-form.tsx';
import { ofStaff, PostingProcedures } from '../posting/posting-procedures.ts';

/** Begins a project on behalf of an outside agency. */
export function NewPostingPage() {
  const navigate = useNavigate();
  return (
    <div className="max-w-3xl space-y-6">
      <Link
        to="/admin/projects"
        className="inline-flex min-h-11 items-center gap-1.5 text-dense text-link underline-offset-4 hover:underline lg:min-h-8"
      >
        <ArrowLeft aria-hidden className="size-4" />
        All projects
      </Link>
      <header>
        <PageHeading title="Post for an agency" />
        <p className="max-w-[70ch] text-text-2">
          You post the project in your own name, without a company. Name the agency in the form. Members don’t
          see the draft until you publish it.
        </p>
      </header>
      <PostingProcedures value={ofStaff}>
        <BeginForm open={(id) => navigate({ to: '/admin/projects/$id', params: { id } })} />
      </PostingProcedures>
    </div>
  );
}
