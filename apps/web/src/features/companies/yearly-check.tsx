import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api } from '../../lib/api.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { focusPageHeading } from '../../ui/page-heading.tsx';
import { toast } from '../../ui/toasts.ts';
import { type OwnCompany, refreshCompanies } from './company-queries.ts';

/** Asks an owner whether the facts of the company are still right, a year after somebody last looked. */
export function YearlyCheck({ company: { id, name } }: { company: Pick<OwnCompany, 'id' | 'name'> }) {
  const { mutate, isPending, error } = useMutation(
    api.companies.confirm.mutationOptions({
      onSuccess: async () => {
        await refreshCompanies();
        toast('Thank you. We’ll ask again in a year.');
        // The question disappears.
        focusPageHeading();
      },
    }),
  );
  return (
    <div className="space-y-2">
      <p>
        <span className="font-semibold">Is everything about {name} still right?</span> Nobody has looked it
        over for a year.
      </p>
      {error && <ErrorPanel what="Couldn’t save your answer" error={error} />}
      <div className="flex flex-wrap gap-3">
        <Button aria-disabled={isPending} onClick={() => !isPending && mutate({ companyId: id })}>
          {isPending ? 'Saving…' : 'Yes, it’s right'}
        </Button>
        <Link
          to="/company"
          search={{ company: id }}
          className="inline-flex min-h-11 items-center text-link underline underline-offset-4"
        >
          Look it over
        </Link>
      </div>
    </div>
  );
}
