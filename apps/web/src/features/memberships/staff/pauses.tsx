import { dayWords } from '@namc/inputs/day-words';
import { pauseMembershipInput } from '@namc/inputs/memberships';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { api, queryClient } from '../../../lib/api.ts';
import { causeOf } from '../../../lib/cause-of.ts';
import { plural } from '../../../lib/formats.ts';
import { useSingleMutation } from '../../../lib/use-single-mutation.ts';
import { Button } from '../../../ui/button.tsx';
import { Confirm } from '../../../ui/confirm.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { InputField } from '../../../ui/fields.tsx';
import { Form } from '../../../ui/form.tsx';
import { useSchemaForm } from '../../../ui/use-schema-form.ts';

type Done = (words: string) => Promise<void>;

/** The pauses of a membership, for staff who may add one and end one. */
export function Pauses({
  userId,
  name,
  canPause,
  done,
}: {
  userId: string;
  name: string;
  canPause: boolean;
  done: Done;
}) {
  const pauses = useQuery(api.memberships.listPauses.queryOptions({ userId }, { staleTime: 0 }));
  const [isOpen, setOpen] = useState(false);
  const [asked, setAsked] = useState<string>();
  const toEnd = pauses.data?.find(({ id, isOver }) => id === asked && !isOver);
  const close = () => setOpen(false);
  const changed = async (words: string) => {
    close();
    await queryClient.invalidateQueries(api.memberships.listPauses.pathFilter());
    await done(words);
  };
  const { mutateAsync } = useMutation(api.memberships.endPause.mutationOptions());
  const ending = useSingleMutation({
    mutationFn: (pauseId: string) => mutateAsync({ pauseId }),
    onSuccess: (lastDay) => changed(`The pause is over. The membership runs through ${dayWords(lastDay)}.`),
  });
  if (pauses.error)
    return <ErrorPanel what="Couldn’t load the pauses" error={pauses.error} retry={pauses.refetch} />;
  return (
    <div className="space-y-3">
      {pauses.data && pauses.data.length > 0 && (
        <ul aria-label="Pauses" className="max-w-2xl space-y-2">
          {pauses.data.map(({ id, startsOn, endsOn, reason, pausedByName, isOver }) => (
            <li
              key={id}
              className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1 rounded-card border border-divider bg-surface p-3"
            >
              <p className="min-w-0 break-words">
                Paused {dayWords(startsOn)} to {dayWords(endsOn)}{' '}
                <span className="text-dense text-text-2">
                  {reason}
                  {pausedByName && `, by ${pausedByName}`}
                </span>
              </p>
              {canPause && !isOver && (
                <Button
                  aria-disabled={ending.isPending}
                  onClick={() => {
                    if (!ending.isPending) setAsked(id);
                  }}
                >
                  {ending.isPending ? 'Ending the pause…' : 'End the pause…'}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      {ending.error && (
        <p role="alert" className="text-bad">
          {causeOf(ending.error)}
        </p>
      )}
      <Confirm
        title={`End the pause of ${name}?`}
        isOpen={toEnd !== undefined}
        close={() => setAsked(undefined)}
        action="End the pause"
        act={() => {
          if (toEnd) ending.mutate(toEnd.id);
          setAsked(undefined);
        }}
      >
        {toEnd &&
          `The membership counts again from today. ${toEnd.daysLeft} ${plural(toEnd.daysLeft, 'day')} of the pause, through ${dayWords(toEnd.endsOn)}, ${toEnd.daysLeft === 1 ? 'is' : 'are'} taken off its end again: it runs through ${dayWords(toEnd.lastDayThen)}.`}
      </Confirm>
      {canPause && <Button onClick={() => setOpen(true)}>Pause the membership…</Button>}
      <Dialog title={`Pause the membership of ${name}`} isOpen={isOpen} close={close}>
        <PauseForm userId={userId} done={changed} />
      </Dialog>
    </div>
  );
}

function PauseForm({ userId, done }: { userId: string; done: Done }) {
  const form = useSchemaForm(
    pauseMembershipInput,
    { userId, startsOn: '', endsOn: '', reason: '' },
    { key: `pause ${userId}`, names: ['startsOn', 'endsOn', 'reason'] },
  );
  const { mutateAsync } = useMutation(api.memberships.pause.mutationOptions());
  const newLastDay = useRef('');
  return (
    <Form
      form={form}
      action="Pause"
      working="Pausing…"
      labels={{ startsOn: 'First day of the pause', endsOn: 'Last day of the pause', reason: 'Reason' }}
      submit={async (values) => {
        newLastDay.current = await mutateAsync(values);
      }}
      done={() => done(`Paused. The membership runs through ${dayWords(newLastDay.current)}.`)}
    >
      <p>
        The membership runs longer by the paused days, and no notice goes out meanwhile. We email the member.
      </p>
      <InputField form={form} name="startsOn" label="First day of the pause" type="date" />
      <InputField form={form} name="endsOn" label="Last day of the pause" type="date" />
      <InputField
        form={form}
        name="reason"
        label="Reason"
        hint="For the record. The member doesn’t see it."
        autoComplete="off"
      />
    </Form>
  );
}
