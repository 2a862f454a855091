import { clockTimeOf } from '@namc/inputs/clock-time';
import { logContactInput } from '@namc/inputs/outreach';
import { answerWords, channelWords } from '@namc/inputs/outreach-words';
import { useMutation } from '@tanstack/react-query';
import { useWatch } from 'react-hook-form';
import { InputField, SelectField, TextareaField } from '../../ui/fields.tsx';
import { Form } from '../../ui/form.tsx';
import { toast } from '../../ui/toasts.ts';
import { useSchemaForm } from '../../ui/use-schema-form.ts';
import { timeZoneWords } from '../projects/project-words.ts';
import { type OutreachContact, type OutreachFirm, refreshOutreach, useOutreach } from './outreach-queries.ts';
import { choicesOf } from './outreach-words.ts';

const labels = {
  channel: 'How',
  contacted: 'When',
  answer: 'Answer',
  rejection: 'Reason for rejecting the quote',
  said: 'Notes',
  followUpOn: 'Follow up on',
};

/** A contact with a firm, or the correction of one. */
export function ContactForm({
  row,
  zone,
  corrected,
  leave,
}: {
  row: OutreachFirm;
  zone: string;
  corrected?: OutreachContact;
  leave: () => void;
}) {
  const form = useSchemaForm(
    logContactInput,
    {
      outreachId: row.id,
      channel: corrected?.channel ?? 'PHONE',
      contacted: clockTimeOf(corrected?.contactedAt ?? Date.now(), zone),
      answer: corrected?.answer ?? 'NO_ANSWER',
      said: corrected?.said ?? '',
      followUpOn: corrected?.followUpOn ?? '',
      rejection: corrected?.rejection ?? '',
      ...(corrected && { correctsId: corrected.id }),
    },
    {
      key: `contact ${row.id} ${corrected?.id ?? ''}`,
      names: ['channel', 'answer', 'said', 'followUpOn', 'rejection'],
    },
  );
  const answer = useWatch({ control: form.control, name: 'answer' });
  const { mutateAsync } = useMutation(useOutreach().logContact.mutationOptions());
  const inZone = timeZoneWords[zone] ?? zone;
  return (
    <Form
      form={form}
      action={corrected ? 'Save the correction' : 'Log the contact'}
      working="Saving…"
      labels={labels}
      submit={async ({ rejection, ...values }) => {
        await mutateAsync({ ...values, ...(values.answer === 'QUOTED' && { rejection }) });
        await refreshOutreach();
        toast(corrected ? 'Correction saved.' : 'Contact logged.');
      }}
      done={leave}
    >
      {corrected && (
        <p className="text-dense">The entry that you correct stays in the log, marked as corrected.</p>
      )}
      <SelectField form={form} name="channel" label={labels.channel} choices={choicesOf(channelWords)} />
      <InputField
        form={form}
        name="contacted"
        label={labels.contacted}
        type="datetime-local"
        hint={`In ${inZone}`}
      />
      <SelectField form={form} name="answer" label={labels.answer} choices={choicesOf(answerWords)} />
      {answer === 'QUOTED' && (
        <TextareaField
          form={form}
          name="rejection"
          label={labels.rejection}
          isOptional
          rows={2}
          maxLength={1_000}
          hint="Leave it blank unless you turned the quote down."
        />
      )}
      <TextareaField
        form={form}
        name="said"
        label={labels.said}
        isOptional
        maxLength={4_000}
        hint="Name the person you reached, and say what you told each other."
      />
      <InputField form={form} name="followUpOn" label={labels.followUpOn} isOptional type="date" />
    </Form>
  );
}
