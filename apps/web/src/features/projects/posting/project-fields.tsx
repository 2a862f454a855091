import { tradeSkills } from '@namc/inputs/skills';
import { timeZones } from '@namc/inputs/text';
import { useQuery } from '@tanstack/react-query';
import { useController, useWatch } from 'react-hook-form';
import { CheckboxChoices } from '../../../ui/choices.tsx';
import { InputField, SelectField, TextareaField, TickField } from '../../../ui/fields.tsx';
import type { SchemaForm } from '../../../ui/use-schema-form.ts';
import { tradeCodes, tradeLabel } from '../../contractors/trade-names.ts';
import { ownFirmsQuery } from '../../directory/directory-queries.ts';
import { categoryChoices, timeZoneWords } from '../project-words.ts';
import { AddressNote } from './address-note.tsx';
import { ClockNote } from './clock-note.tsx';
import { FirmCount } from './firm-count.tsx';
import { GoalFields } from './goal-fields.tsx';
import { labels, type ProjectValues } from './project-values.ts';

const workChoices = [
  ...tradeCodes([]).map((code) => ({ value: code, label: tradeLabel(code) })),
  ...Object.entries(tradeSkills).map(([value, label]) => ({ value, label })),
];
const zoneChoices = timeZones.map((zone) => ({ value: zone, label: timeZoneWords[zone] ?? zone }));

/** The fields of a project. */
export function ProjectFields<Output>({ form }: { form: SchemaForm<ProjectValues, Output> }) {
  const firms = useQuery(ownFirmsQuery());
  const { field: skills } = useController({ control: form.control, name: 'skills' });
  const [isPublicWorks, zone] = useWatch({ control: form.control, name: ['isPublicWorks', 'timeZone'] });
  const field = (name: Exclude<keyof typeof labels, 'skills' | 'goals'>) => ({
    form,
    name,
    label: labels[name],
  });
  return (
    <div className="space-y-8">
      <Group title="The work">
        <InputField {...field('title')} maxLength={200} />
        <TextareaField
          {...field('description')}
          rows={12}
          hint="An empty line begins a paragraph, “# ” a heading, and “- ” an item of a list."
        />
        <SelectField {...field('category')} choices={categoryChoices} />
        <CheckboxChoices
          legend={`${labels.skills} (any of these can bid)`}
          narrowing="Find a trade or a skill"
          choices={workChoices}
          chosen={skills.value ?? []}
          choose={skills.onChange}
          most={{ count: 20, of: 'trades and skills' }}
        />
      </Group>
      <Group title="The poster">
        <SelectField
          {...field('companyId')}
          choices={[
            { value: '', label: 'No company' },
            ...(firms.data ?? []).map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
        <InputField
          {...field('agency')}
          isOptional
          hint="The agency or owner, if you post for somebody else."
          maxLength={200}
        />
        <InputField {...field('contactName')} isOptional maxLength={200} />
        <InputField {...field('contactEmail')} isOptional type="email" inputMode="email" />
        <InputField {...field('contactPhone')} isOptional type="tel" inputMode="tel" />
        <p className="text-dense text-text-2">Active members see the contact. Nobody else does.</p>
      </Group>
      <Group title="Place">
        <InputField {...field('street')} isOptional maxLength={200} />
        <InputField {...field('city')} isOptional maxLength={100} />
        <InputField {...field('zipCode')} isOptional inputMode="numeric" maxLength={5} />
        <AddressNote form={form} />
        <p className="text-dense text-text-2">A city or a ZIP code is needed. The county follows from it.</p>
        <FirmCount form={form} />
      </Group>
      <Group title="Money">
        <InputField {...field('budgetMin')} isOptional inputMode="decimal" />
        <InputField {...field('budgetMax')} isOptional inputMode="decimal" />
      </Group>
      <Group title="Dates">
        <SelectField {...field('timeZone')} choices={zoneChoices} />
        <InputField
          {...field('deadline')}
          type="datetime-local"
          hint="A bid has to be in before this time, by the portal’s clock."
        />
        <ClockNote form={form} name="deadline" zone={zone} />
        <InputField {...field('questionsUntil')} isOptional type="datetime-local" />
        <ClockNote form={form} name="questionsUntil" zone={zone} />
        <InputField {...field('siteWalk')} isOptional type="datetime-local" />
        <ClockNote form={form} name="siteWalk" zone={zone} />
        <InputField {...field('siteWalkPlace')} isOptional maxLength={300} />
        <TickField {...field('isSiteWalkMandatory')} />
      </Group>
      <Group title="Public works and goals">
        <TickField {...field('isPublicWorks')} />
        {isPublicWorks && <TickField {...field('needsDirRegistration')} />}
        <GoalFields form={form} />
        <InputField {...field('naicsCodes')} isOptional hint="Such as 236220, 238210" />
      </Group>
    </div>
  );
}

function Group({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <fieldset className="space-y-5">
      <legend className="mb-3 text-h3 font-semibold">{title}</legend>
      {children}
    </fieldset>
  );
}
