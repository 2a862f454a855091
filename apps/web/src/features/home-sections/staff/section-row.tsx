import { ArrowDown, ArrowUp } from 'lucide-react';
import { api } from '../../../lib/api.ts';
import { causeOf } from '../../../lib/cause-of.ts';
import { useSingleMutation } from '../../../lib/use-single-mutation.ts';
import { useAnnounce } from '../../../ui/announcer.tsx';
import { Button } from '../../../ui/button.tsx';
import { Pill } from '../../../ui/pill.tsx';
import { toast } from '../../../ui/toasts.ts';
import { SectionPicture } from '../section-picture.tsx';
import { isAdded, kindWords, mayHavePicture, type SectionAct, type StaffSection } from './staff-section.ts';

/** One section of the home page, with everything that staff can do with it. */
export function SectionRow({
  section,
  isFirst,
  isLast,
  refresh,
  begin,
}: {
  section: StaffSection;
  isFirst: boolean;
  isLast: boolean;
  refresh: () => Promise<unknown>;
  begin: (act: SectionAct) => void;
}) {
  const announce = useAnnounce();
  const { id: sectionId, title, kind, isShown } = section;
  const failed = (error: unknown) => toast(causeOf(error), { kind: 'failed' });
  const move = useSingleMutation(
    api.homeSections.move.mutationOptions({
      onSuccess: async (_, { toward }) => {
        await refresh();
        announce(`${title} moved ${toward === 'top' ? 'up' : 'down'}`);
      },
      onError: failed,
    }),
  );
  const show = useSingleMutation(
    api.homeSections.show.mutationOptions({
      onSuccess: async (_, { isShown: shown }) => {
        await refresh();
        toast(shown ? `“${title}” is shown.` : `“${title}” is hidden.`, { about: sectionId });
      },
      onError: failed,
    }),
  );
  const step =
    'grid size-11 place-items-center rounded-control hover:bg-canvas aria-disabled:opacity-40 lg:size-9';
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 p-3 sm:flex-nowrap">
      <div className="flex sm:flex-col">
        <button
          type="button"
          aria-label={`Move ${title} up`}
          aria-disabled={isFirst || move.isPending}
          className={step}
          onClick={() => !isFirst && move.mutate({ sectionId, toward: 'top' })}
        >
          <ArrowUp aria-hidden className="size-4" />
        </button>
        <button
          type="button"
          aria-label={`Move ${title} down`}
          aria-disabled={isLast || move.isPending}
          className={step}
          onClick={() => !isLast && move.mutate({ sectionId, toward: 'bottom' })}
        >
          <ArrowDown aria-hidden className="size-4" />
        </button>
      </div>
      <SectionPicture section={section} className="w-20 rounded-control" />
      <div className="min-w-0 flex-1 basis-60">
        <p className="flex flex-wrap items-center gap-2 text-dense text-text-2">
          {kindWords[kind]}
          {!isShown && <Pill tone="quiet">Hidden</Pill>}
        </p>
        <p className="font-semibold">{title}</p>
        {section.body && <p className="line-clamp-2 text-dense text-text-2">{section.body}</p>}
      </div>
      <div className="flex flex-wrap gap-2">
        <Button aria-label={`Edit ${title}`} onClick={() => begin({ kind: 'edit', section })}>
          Edit…
        </Button>
        {mayHavePicture(section) && (
          <Button aria-label={`Picture of ${title}`} onClick={() => begin({ kind: 'picture', section })}>
            Picture…
          </Button>
        )}
        {kind !== 'LEAD' && (
          <Button
            aria-label={`${isShown ? 'Hide' : 'Show'} ${title}`}
            aria-disabled={show.isPending}
            onClick={() => show.mutate({ sectionId, isShown: !isShown })}
          >
            {isShown ? 'Hide' : 'Show'}
          </Button>
        )}
        {isAdded(section) && (
          <Button aria-label={`Remove ${title}`} onClick={() => begin({ kind: 'remove', section })}>
            Remove…
          </Button>
        )}
      </div>
    </li>
  );
}
