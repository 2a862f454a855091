import { clockTimeOf } from '@namc/inputs/clock-time';
import { cancelProjectInput, extendBiddingInput } from '@namc/inputs/projects';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useSingleMutation } from '../../../lib/use-single-mutation.ts';
import { Button } from '../../../ui/button.tsx';
import { Confirm } from '../../../ui/confirm.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { InputField } from '../../../ui/fields.tsx';
import { Form } from '../../../ui/form.tsx';
import { toast } from '../../../ui/toasts.ts';
import { useSchemaForm } from '../../../ui/use-schema-form.ts';
import { Change, SettingsSection } from '../../accounts/settings-section.tsx';
import { Deadline } from '../deadline.tsx';
import { type Project, refreshProjects } from '../project-queries.ts';
import { timeZoneWords } from '../project-words.ts';
import { ClockNote } from './clock-note.tsx';
import { usePosting } from './posting-procedures.ts';

const done = (words: string) => async () => {
  await refreshProjects();
  toast(words);
};

/** The bidding on a published project, and what its poster can do about it. */
export function Bidding({ project }: { project: Project }) {
  const { id: projectId, stage, bids, title } = project;
  const { projects } = usePosting();
  const [isAsked, setAsked] = useState(false);
  const open = useSingleMutation(
    projects.publish.mutationOptions({ onSuccess: done('The project takes bids now.') }),
  );
  const close = useSingleMutation(
    projects.closeBidding.mutationOptions({ onSuccess: done('The bidding is closed.') }),
  );
  const failed = open.error ?? close.error;
  const isOpen = stage === 'PUBLISHED' || stage === 'BIDDING_OPEN';
  const isOver = stage === 'CANCELLED' || stage === 'AWARDED';
  return (
    <SettingsSection title="Bidding">
      <Deadline project={project} />
      {failed && <ErrorPanel what="Couldn’t do that" error={failed} />}
      <div className="flex flex-wrap gap-2">
        {stage === 'PUBLISHED' && (
          <Button
            look="primary"
            aria-disabled={open.isPending}
            onClick={() => open.mutate({ projectId, status: 'BIDDING_OPEN' })}
          >
            Open for bids
          </Button>
        )}
        {isOpen && (
          <Change
            label="Extend"
            what="the deadline"
            isSpelledOut
            form={(leave) => <ExtendForm project={project} leave={leave} />}
          />
        )}
        {stage === 'BIDDING_OPEN' && bids === 0 && (
          <Button aria-disabled={close.isPending} onClick={() => setAsked(true)}>
            Close the bidding now…
          </Button>
        )}
        {!isOver && (
          <Change
            label="Cancel"
            what="the project"
            isSpelledOut
            form={(leave) => <CancelForm project={project} leave={leave} />}
          />
        )}
      </div>
      <Confirm
        title={`Close the bidding on “${title}” now?`}
        isOpen={isAsked}
        close={() => setAsked(false)}
        action="Close the bidding"
        act={() => {
          setAsked(false);
          close.mutate({ projectId });
        }}
      >
        Nobody has bid yet. After this nobody can.
      </Confirm>
    </SettingsSection>
  );
}

function ExtendForm({ project, leave }: { project: Project; leave: () => void }) {
  const zone = project.deadlineTimeZone;
  const form = useSchemaForm(extendBiddingInput, {
    projectId: project.id,
    deadline: clockTimeOf(project.deadlineAt, zone),
  });
  const { mutateAsync } = useMutation(usePosting().projects.extendBidding.mutationOptions());
  return (
    <Form
      form={form}
      action="Extend"
      working="Extending…"
      labels={{ deadline: 'New deadline' }}
      submit={async (values) => {
        await mutateAsync(values);
        await done('The deadline is extended.')();
      }}
      done={leave}
    >
      <InputField
        form={form}
        name="deadline"
        label="New deadline"
        type="datetime-local"
        hint={`In ${timeZoneWords[zone] ?? zone}. Every bidder is told.`}
      />
      <ClockNote form={form} name="deadline" zone={zone} />
    </Form>
  );
}

function CancelForm({ project, leave }: { project: Project; leave: () => void }) {
  const form = useSchemaForm(
    cancelProjectInput,
    { projectId: project.id, reason: '' },
    { key: `cancel ${project.id}`, names: ['reason'] },
  );
  const { mutateAsync } = useMutation(usePosting().projects.cancel.mutationOptions());
  return (
    <Form
      form={form}
      action="Cancel the project"
      working="Canceling…"
      isDangerous
      labels={{ reason: 'Reason' }}
      submit={async (values) => {
        await mutateAsync(values);
        await done('The project is canceled.')();
      }}
      done={leave}
    >
      <p>
        “{project.title}” takes no more bids, and bids that came stay sealed. This can’t be undone. Every
        bidder reads the reason, and so does everybody who opens the project.
      </p>
      <InputField form={form} name="reason" label="Reason" maxLength={300} />
    </Form>
  );
}
