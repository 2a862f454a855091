import { lazy, Suspense, useState } from 'react';
import { type Path, useFormState, useWatch } from 'react-hook-form';
import { patiently } from '../../../lib/connection.ts';
import { InputField } from '../../../ui/fields.tsx';
import type { SchemaForm } from '../../../ui/use-schema-form.ts';
import type { ClaimedLicense } from './license-claim.tsx';
import { companyLabels } from './step-words.ts';

// Only people with a license load this code.
const LicenseFound = lazy(
  patiently(() => import('./license-claim.tsx').then((file) => ({ default: file.LicenseFound }))),
);
const LicenseByName = lazy(
  patiently(() =>
    import('../../contractors/license-by-name.tsx').then((file) => ({ default: file.LicenseByName })),
  ),
);

interface CompanyAnswers {
  licenseNumber?: string | undefined;
  company?: string | undefined;
  tierCode: string;
}

/**
 * The license and the company. `takeLicense` gets the board's record of a license that was found. `asksForStudents` lets
 * students say that they have no company, which chooses their tier too.
 */
export function CompanyFields<Input extends CompanyAnswers, Output>({
  form,
  takeLicense,
  asksForStudents = false,
}: {
  form: SchemaForm<Input, Output>;
  takeLicense: (license: ClaimedLicense) => void;
  asksForStudents?: boolean;
}) {
  const licenseNumber = 'licenseNumber' as Path<Input>;
  const company = 'company' as Path<Input>;
  const tierCode = 'tierCode' as Path<Input>;
  const typed = useWatch({ control: form.control, name: licenseNumber }) as string | undefined;
  const isStudent = useWatch({ control: form.control, name: tierCode }) === 'STUDENT';
  // Read while drawing: the form does not tell a later reader what changed since.
  const { isSubmitted } = useFormState({ control: form.control });
  const [isSearching, setSearching] = useState(false);
  return (
    <>
      <InputField
        form={form}
        name={licenseNumber}
        label={companyLabels.licenseNumber}
        isOptional
        inputMode="numeric"
        hint="Your CSLB license number, if you have one."
      />
      <Suspense>{typed && <LicenseFound number={typed} use={takeLicense} />}</Suspense>
      <details
        className="rounded-card border border-divider bg-surface"
        open={isSearching}
        onToggle={(event) => setSearching(event.currentTarget.open)}
      >
        <summary className="min-h-11 cursor-pointer px-4 py-2.5 text-link">
          Don’t know your license number? Search by company name
        </summary>
        {isSearching && (
          <div className="px-4 pb-4">
            <Suspense>
              <LicenseByName
                action="This is mine"
                choose={(chosen) => {
                  setSearching(false);
                  form.setValue(licenseNumber, chosen as never, { shouldValidate: isSubmitted });
                  form.setFocus(licenseNumber);
                }}
              />
            </Suspense>
          </div>
        )}
      </details>
      <InputField
        form={form}
        name={company}
        label={companyLabels.company}
        isOptional={isStudent}
        autoComplete="organization"
      />
      {asksForStudents && (
        <label className="flex min-h-11 items-center gap-3 py-1">
          <input
            type="checkbox"
            className="size-5 shrink-0 accent-brand"
            checked={isStudent}
            onChange={({ target }) => {
              form.setValue(tierCode, (target.checked ? 'STUDENT' : 'REGULAR') as never);
              if (target.checked) form.clearErrors(company);
            }}
          />
          I’m a student, not in business yet
        </label>
      )}
    </>
  );
}
