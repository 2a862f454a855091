import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, queryClient } from '../../../lib/api.ts';
import { useSingleMutation } from '../../../lib/use-single-mutation.ts';
import { Button, buttonClass } from '../../../ui/button.tsx';
import { Confirm } from '../../../ui/confirm.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { Loading } from '../../../ui/loading.tsx';
import { PageHeading } from '../../../ui/page-heading.tsx';
import { toast } from '../../../ui/toasts.ts';
import { PictureForm } from './picture-form.tsx';
import { SectionForm } from './section-form.tsx';
import { SectionRow } from './section-row.tsx';
import type { SectionAct } from './staff-section.ts';

/** The sections of the public home page: their words, order and pictures. */
export function HomeSectionsPage() {
  const sections = useQuery(api.homeSections.list.queryOptions(undefined, { staleTime: 0 }));
  const [act, setAct] = useState<SectionAct>();
  const close = () => setAct(undefined);
  const refresh = () => queryClient.invalidateQueries(api.homeSections.pathFilter());
  const done = async (words: string) => {
    close();
    await refresh();
    toast(words);
  };
  const remove = useSingleMutation(
    api.homeSections.remove.mutationOptions({ onSuccess: () => done('Section removed.') }),
  );
  const section = act && act.kind !== 'add' ? act.section : undefined;
  return (
    <div className="max-w-4xl space-y-5">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <PageHeading title="Home page" />
        <p className="flex gap-2">
          <a href="/" target="_blank" rel="noreferrer" className={buttonClass()}>
            See the page<span className="sr-only"> in a new tab</span>
          </a>
          <Button look="primary" onClick={() => setAct({ kind: 'add' })}>
            Add a section…
          </Button>
        </p>
      </div>
      <p className="text-text-2">Visitors see these sections in this order. Changes show right away.</p>
      {remove.error && <ErrorPanel what="Couldn’t remove the section" error={remove.error} />}
      {sections.isPending && <Loading />}
      {sections.error && (
        <ErrorPanel what="Couldn’t load the sections" error={sections.error} retry={sections.refetch} />
      )}
      {sections.data && (
        <ol
          className="divide-y divide-divider rounded-card border border-divider bg-surface"
          aria-label="Sections"
        >
          {sections.data.map((each, position) => (
            <SectionRow
              key={each.id}
              section={each}
              isFirst={position === 0}
              isLast={position === sections.data.length - 1}
              refresh={refresh}
              begin={setAct}
            />
          ))}
        </ol>
      )}
      <Dialog
        title={section ? `Edit “${section.title}”` : 'Add a section'}
        isOpen={act?.kind === 'add' || act?.kind === 'edit'}
        close={close}
      >
        <SectionForm section={section} done={done} />
      </Dialog>
      <Dialog title={`Picture of “${section?.title ?? ''}”`} isOpen={act?.kind === 'picture'} close={close}>
        {section && <PictureForm section={section} done={done} />}
      </Dialog>
      <Confirm
        title={`Remove “${section?.title ?? ''}”?`}
        isOpen={act?.kind === 'remove'}
        close={close}
        action="Remove the section"
        act={() => section && remove.mutate({ sectionId: section.id })}
      >
        This deletes its text and picture. To keep them for later, hide the section instead.
      </Confirm>
    </div>
  );
}
