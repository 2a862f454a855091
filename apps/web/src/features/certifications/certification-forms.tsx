import {
  addCertificationInput,
  judgeCertificationInput,
  wantCertificationsInput,
} from '@namc/inputs/certifications';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useController, useWatch } from 'react-hook-form';
import { api } from '../../lib/api.ts';
import { CheckboxChoices } from '../../ui/choices.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { InputField, SelectField, TextareaField, TickField } from '../../ui/fields.tsx';
import { Form, WrongField } from '../../ui/form.tsx';
import { Loading } from '../../ui/loading.tsx';
import { useSchemaForm } from '../../ui/use-schema-form.ts';
import { type Certification, type CertificationKind, showDone } from './certification-queries.ts';
import { termInWords } from './certification-words.ts';
import { type Scan, ScanField } from './scan-field.tsx';

interface Filled {
  companyId: string;
  /** The kind to add. The person chooses one without it. */
  kind?: string;
  /** The certification to change or to renew. */
  certification?: Certification;
  act?: 'change' | 'renew';
  done: () => void;
}

/** Adds, renews or changes a certification. */
export function CertificationForm(filled: Filled) {
  const { data, error, refetch } = useQuery(api.certifications.listKinds.queryOptions());
  if (error) return <ErrorPanel what="Couldn’t load the kinds" error={error} retry={refetch} />;
  return data ? <LoadedForm {...filled} kinds={data} /> : <Loading />;
}

function LoadedForm({
  companyId,
  kind: given,
  certification,
  act,
  kinds,
  done,
}: Filled & { kinds: CertificationKind[] }) {
  const isRenewed = act === 'renew';
  const form = useSchemaForm(addCertificationInput, {
    companyId,
    kind: certification?.kind ?? given ?? '',
    number: certification?.number ?? '',
    issuer: certification?.issuer ?? '',
    issuedOn: (!isRenewed && certification?.issuedOn) || '',
    expiresOn: (!isRenewed && certification?.expiresOn) || '',
    isUnderReEvaluation: certification?.isUnderReEvaluation ?? false,
  });
  const code = useWatch({ control: form.control, name: 'kind' });
  const kind = kinds.find((one) => one.code === code);
  const [scan, setScan] = useState<Scan>();
  const { mutateAsync: add } = useMutation(api.certifications.add.mutationOptions());
  const { mutateAsync: change } = useMutation(api.certifications.change.mutationOptions());
  const term = kind?.termMonths && `It usually lasts ${termInWords(kind.termMonths)}.`;
  return (
    <Form
      form={form}
      action="Save"
      working="Saving…"
      labels={{
        kind: 'Kind',
        number: 'Number',
        issuer: 'Issuer',
        issuedOn: 'Issued on',
        expiresOn: 'Last day',
        fileId: 'Scan',
      }}
      submit={async (values) => {
        if (kind?.needsNumber && !values.number) throw new WrongField('number', 'is required');
        if (kind?.needsEnd && !values.expiresOn) throw new WrongField('expiresOn', 'is required');
        if (scan === 'coming') throw new WrongField('fileId', 'Wait until the scan has arrived');
        const facts = {
          ...values,
          isUnderReEvaluation: values.isUnderReEvaluation && (kind?.isReEvaluated ?? false),
          ...(scan && { fileId: scan.fileId }),
        };
        if (certification && !isRenewed) await change({ ...facts, certificationId: certification.id });
        else await add({ ...facts, ...(certification && { replacesId: certification.id }) });
        await showDone('Certification saved.');
      }}
      done={done}
    >
      {certification || given ? null : (
        <SelectField
          form={form}
          name="kind"
          label="Kind"
          choices={[
            { value: '', label: 'Choose one' },
            ...kinds.map(({ code: value, name: label }) => ({ value, label })),
          ]}
        />
      )}
      <InputField form={form} name="number" label="Number" isOptional={kind?.needsNumber === false} />
      <InputField
        form={form}
        name="issuer"
        label="Issuer"
        hint={kind?.issuer && `Leave it empty for: ${kind.issuer}.`}
        isOptional
      />
      <InputField form={form} name="issuedOn" label="Issued on" type="date" isOptional />
      <InputField
        form={form}
        name="expiresOn"
        label="Last day"
        type="date"
        hint={['The last day on which it is good.', term].filter(Boolean).join(' ')}
        isOptional={kind?.needsEnd === false}
      />
      {kind?.isReEvaluated && (
        <TickField form={form} name="isUnderReEvaluation" label="The agency is re-evaluating our firm" />
      )}
      <ScanField current={(!isRenewed && certification?.fileName) || null} scan={scan} change={setScan} />
    </Form>
  );
}

/** Chooses the kinds that the company needs. Those that it lacks show as missing. */
export function WantedForm({
  companyId,
  wanted,
  done,
}: {
  companyId: string;
  wanted: string[];
  done: () => void;
}) {
  const kinds = useQuery(api.certifications.listKinds.queryOptions());
  const form = useSchemaForm(wantCertificationsInput, { companyId, kinds: wanted });
  const { field } = useController({ control: form.control, name: 'kinds' });
  const { mutateAsync } = useMutation(api.certifications.want.mutationOptions());
  if (kinds.error)
    return <ErrorPanel what="Couldn’t load the kinds" error={kinds.error} retry={kinds.refetch} />;
  if (!kinds.data) return <Loading />;
  return (
    <Form
      form={form}
      action="Save"
      working="Saving…"
      labels={{ kinds: 'What you need' }}
      submit={async (values) => {
        await mutateAsync(values);
        await showDone('Saved.');
      }}
      done={done}
    >
      <CheckboxChoices
        legend="What you need for the work you want"
        choices={kinds.data.map(({ code: value, name: label }) => ({ value, label }))}
        chosen={field.value ?? []}
        choose={(chosen) => field.onChange(chosen)}
      />
    </Form>
  );
}

const judging = {
  verify: {
    action: 'Verify',
    done: 'Certification verified.',
    hint: 'How you checked it, such as the agency’s list and the day.',
  },
  refuse: {
    action: 'Refuse',
    done: 'Certification refused.',
    hint: 'We’ll email this to the owner of the company.',
  },
};

/** Asks staff how they checked a certification, or why they could not confirm it. */
export function JudgeForm({
  certification,
  act,
  done,
}: {
  certification: Certification;
  act: keyof typeof judging;
  done: () => void;
}) {
  const { id: certificationId, revision } = certification;
  const form = useSchemaForm(
    judgeCertificationInput,
    { certificationId, revision, reason: '' },
    { key: `${act} ${certificationId}`, names: ['reason'] },
  );
  const mutation = {
    verify: useMutation(api.certifications.verify.mutationOptions()),
    refuse: useMutation(api.certifications.refuse.mutationOptions()),
  }[act];
  const words = judging[act];
  return (
    <Form
      form={form}
      action={words.action}
      isDangerous={act === 'refuse'}
      working="One moment…"
      labels={{ reason: 'Reason' }}
      submit={async (values) => {
        await mutation.mutateAsync(values);
        await showDone(words.done);
      }}
      done={done}
    >
      <TextareaField form={form} name="reason" label="Reason" hint={words.hint} />
    </Form>
  );
}
