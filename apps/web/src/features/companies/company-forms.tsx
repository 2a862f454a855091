import { counties } from '@namc/inputs/california';
import {
  addCompanyInput,
  addressShownKinds,
  changeCompanyRoleInput,
  companyLanguages,
  describeCompanyInput,
  inviteToCompanyInput,
  type PlaceCompanyInput,
  placeCompanyInput,
  type SizeCompanyInput,
  sizeCompanyInput,
} from '@namc/inputs/companies';
import { toMiles } from '@namc/inputs/miles';
import { formatPhone } from '@namc/inputs/phone';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useController } from 'react-hook-form';
import { api } from '../../lib/api.ts';
import { useSingleMutation } from '../../lib/use-single-mutation.ts';
import { Button } from '../../ui/button.tsx';
import { CheckboxChoices } from '../../ui/choices.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import { EmailField } from '../../ui/email-field.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { InputField, SelectField, TextareaField, TickField } from '../../ui/fields.tsx';
import { Form } from '../../ui/form.tsx';
import { toast } from '../../ui/toasts.ts';
import { useSchemaForm } from '../../ui/use-schema-form.ts';
import { type CompanyPerson, type OwnCompany, refreshCompanies } from './company-queries.ts';
import { addressShownWords, roleChoices } from './company-words.ts';

/** Tells that an act is done, once the page shows it. */
const saved = (words: string) => async () => {
  await refreshCompanies();
  toast(words);
};

/** Sends a form, then tells that it is done. */
export const sendAndTell =
  <Values,>(send: (values: Values) => Promise<unknown>, words: string) =>
  async (values: Values) => {
    await send(values);
    await saved(words)();
  };

export function AddForm({ done }: { done: () => void }) {
  const form = useSchemaForm(addCompanyInput, { name: '' });
  const { mutateAsync } = useMutation(api.companies.add.mutationOptions());
  return (
    <Form
      form={form}
      action="Add"
      working="Adding…"
      labels={{ name: 'Company name' }}
      submit={sendAndTell(mutateAsync, 'Company added.')}
      done={done}
    >
      <InputField form={form} name="name" label="Company name" autoComplete="organization" />
    </Form>
  );
}

export interface OfCompany {
  company: OwnCompany;
  done: () => void;
}

export function AboutForm({ company, done }: OfCompany) {
  const form = useSchemaForm(describeCompanyInput, {
    companyId: company.id,
    name: company.name,
    story: company.story ?? '',
    phone: company.phone ? formatPhone(company.phone) : '',
    email: company.email ?? '',
    website: company.website ?? '',
    languages: company.languages as (typeof companyLanguages)[number][],
  });
  const { mutateAsync } = useMutation(api.companies.describe.mutationOptions());
  return (
    <Form
      form={form}
      action="Save"
      working="Saving…"
      labels={{
        name: 'Company name',
        story: 'Story',
        phone: 'Phone',
        email: 'Email',
        website: 'Website',
        languages: 'Languages',
      }}
      submit={sendAndTell(mutateAsync, 'Company updated.')}
      done={done}
    >
      <InputField form={form} name="name" label="Company name" autoComplete="organization" />
      <TextareaField
        form={form}
        name="story"
        label="Story"
        hint="What you build, since when, and what you’re proud of."
        isOptional
      />
      <InputField form={form} name="phone" label="Phone" type="tel" autoComplete="tel" isOptional />
      <InputField form={form} name="email" label="Email" type="email" autoComplete="email" isOptional />
      <InputField form={form} name="website" label="Website" type="url" autoComplete="url" isOptional />
      <fieldset>
        <legend className="mb-1 font-semibold">
          Languages besides English <span className="font-normal text-text-2">(optional)</span>
        </legend>
        <div className="grid rounded-control border border-divider bg-surface px-3 sm:grid-cols-2">
          {companyLanguages.map((language) => (
            <TickField key={language} form={form} name="languages" value={language} label={language} />
          ))}
        </div>
      </fieldset>
    </Form>
  );
}

/** A checked number as the API takes it: as it was typed. */
const typed = (value: number | undefined) => (value === undefined ? undefined : String(value));

const countyChoices = counties.map((value) => ({ value, label: value }));

export function PlaceForm({ company, done }: OfCompany) {
  const { serviceRadiusMeters: radius } = company;
  const form = useSchemaForm(placeCompanyInput, {
    companyId: company.id,
    street: company.street ?? '',
    city: company.city ?? '',
    zipCode: company.zipCode ?? '',
    addressShown: company.addressShown,
    serviceCounties: company.serviceCounties as (typeof counties)[number][],
    serviceMiles: radius ? String(Math.round(toMiles(radius))) : '',
  });
  const { field: area } = useController({ control: form.control, name: 'serviceCounties' });
  const { mutateAsync } = useMutation(api.companies.place.mutationOptions());
  return (
    <Form
      form={form}
      action="Save"
      working="Saving…"
      labels={{
        street: 'Street',
        city: 'City',
        zipCode: 'ZIP code',
        addressShown: 'Others see',
        serviceCounties: 'Counties where you work',
        serviceMiles: 'Miles around your place',
      }}
      submit={sendAndTell(
        (values: PlaceCompanyInput) => mutateAsync({ ...values, serviceMiles: typed(values.serviceMiles) }),
        'Place updated.',
      )}
      done={done}
    >
      <InputField form={form} name="street" label="Street" autoComplete="street-address" isOptional />
      <InputField form={form} name="city" label="City" autoComplete="address-level2" isOptional />
      <InputField
        form={form}
        name="zipCode"
        label="ZIP code"
        autoComplete="postal-code"
        inputMode="numeric"
        isOptional
      />
      <SelectField
        form={form}
        name="addressShown"
        label="Others see"
        choices={addressShownKinds.map((value) => ({ value, label: addressShownWords[value] }))}
      />
      <CheckboxChoices
        legend="Counties where you work"
        narrowing="Find a county"
        choices={countyChoices}
        chosen={area.value ?? []}
        choose={(chosen) => area.onChange(chosen)}
      />
      <InputField
        form={form}
        name="serviceMiles"
        label="Miles around your place"
        inputMode="numeric"
        hint="Counties, miles or both: whichever says best where you work."
        isOptional
      />
    </Form>
  );
}

const dollars = (cents: number | null) => (cents ? String(cents / 100) : '');

export function SizeForm({ company, done }: OfCompany) {
  const form = useSchemaForm(sizeCompanyInput, {
    companyId: company.id,
    crewSize: company.crewSize ? String(company.crewSize) : '',
    bondingSingle: dollars(company.bondingSingleCents),
    bondingAggregate: dollars(company.bondingAggregateCents),
  });
  const { mutateAsync } = useMutation(api.companies.size.mutationOptions());
  return (
    <Form
      form={form}
      action="Save"
      working="Saving…"
      labels={{
        crewSize: 'People in your crew',
        bondingSingle: 'Bond for one job',
        bondingAggregate: 'Bonds for all jobs',
      }}
      submit={sendAndTell(
        ({ companyId, crewSize, bondingSingle, bondingAggregate }: SizeCompanyInput) =>
          mutateAsync({
            companyId,
            crewSize: typed(crewSize),
            bondingSingle: typed(bondingSingle),
            bondingAggregate: typed(bondingAggregate),
          }),
        'Crew and bonding updated.',
      )}
      done={done}
    >
      <InputField form={form} name="crewSize" label="People in your crew" inputMode="numeric" isOptional />
      <InputField
        form={form}
        name="bondingSingle"
        label="Bond for one job"
        inputMode="numeric"
        hint="The largest bond you can get for one job, in dollars."
        isOptional
      />
      <InputField
        form={form}
        name="bondingAggregate"
        label="Bonds for all jobs"
        inputMode="numeric"
        hint="The most for all jobs at a time, in dollars."
        isOptional
      />
    </Form>
  );
}

export function InviteForm({ companyId, done }: { companyId: string; done: () => void }) {
  const form = useSchemaForm(inviteToCompanyInput, { companyId, email: '', role: 'MEMBER' });
  const { mutateAsync } = useMutation(api.companies.invite.mutationOptions());
  return (
    <Form
      form={form}
      action="Send invitation"
      working="Sending…"
      labels={{ email: 'Email address', role: 'Role' }}
      submit={sendAndTell(mutateAsync, 'Invitation sent.')}
      done={done}
    >
      <EmailField form={form} autoComplete="email" />
      <SelectField form={form} name="role" label="Role" choices={roleChoices} />
      <p className="text-dense text-text-2">
        We’ll email a link that works for 14 days. Only the member with this address can use it.
      </p>
    </Form>
  );
}

/** The acts of an owner on a colleague: another role, handing the company over, and removing. The last two are asked about. */
export function PersonForm({
  company,
  person,
  done,
}: {
  company: OwnCompany;
  person: CompanyPerson;
  done: () => void;
}) {
  const companyId = company.id;
  const { userId, firstName, lastName } = person;
  const form = useSchemaForm(changeCompanyRoleInput, { companyId, userId, role: person.role });
  const { mutateAsync } = useMutation(api.companies.changeRole.mutationOptions());
  const [asked, setAsked] = useState<'transfer' | 'remove'>();
  const gone = (words: string) => async () => {
    await saved(words)();
    done();
  };
  const transfer = useSingleMutation(
    api.companies.transfer.mutationOptions({ onSuccess: gone(`${firstName} owns the company now.`) }),
  );
  const remove = useSingleMutation(
    api.companies.removePerson.mutationOptions({
      onSuccess: gone(`${firstName} is no longer in the company.`),
    }),
  );
  const failed = transfer.error ?? remove.error;
  const close = () => setAsked(undefined);
  return (
    <div className="space-y-5">
      {failed && <ErrorPanel what="Couldn’t do that" error={failed} />}
      <Form
        form={form}
        action="Save"
        working="Saving…"
        labels={{ role: 'Role' }}
        submit={sendAndTell(mutateAsync, 'Role changed.')}
        done={done}
      >
        <SelectField form={form} name="role" label="Role" choices={roleChoices} />
      </Form>
      <div className="flex flex-wrap gap-2 border-t border-divider pt-4">
        <Button aria-disabled={transfer.isPending} onClick={() => setAsked('transfer')}>
          Hand the company over…
        </Button>
        <Button aria-disabled={remove.isPending} onClick={() => setAsked('remove')}>
          Remove from the company…
        </Button>
      </div>
      <Confirm
        title={`Hand ${company.name} over to ${firstName} ${lastName}?`}
        isOpen={asked === 'transfer'}
        close={close}
        action="Hand over"
        act={() => {
          close();
          transfer.mutate({ companyId, userId });
        }}
      >
        {firstName} becomes an owner, and your role becomes Member. After that you can’t change the company or
        its people, and only an owner can make you an owner again.
      </Confirm>
      <Confirm
        title={`Remove ${firstName} ${lastName} from ${company.name}?`}
        isOpen={asked === 'remove'}
        close={close}
        action="Remove"
        act={() => {
          close();
          remove.mutate({ companyId, userId });
        }}
      >
        {firstName} will no longer see the company, and needs a new invitation to come back. If a colleague’s
        membership covers {firstName}, that ends at once.
      </Confirm>
    </div>
  );
}
