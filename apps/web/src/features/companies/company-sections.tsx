import { toMiles } from '@namc/inputs/miles';
import { formatPhone } from '@namc/inputs/phone';
import { Link } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense } from 'react';
import { patiently } from '../../lib/connection.ts';
import { formatCents, formatCount } from '../../lib/formats.ts';
import { Facts } from '../../ui/facts.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Change, SettingsSection } from '../accounts/settings-section.tsx';
import type { OwnCompany } from './company-queries.ts';
import { addressShownWords, audienceWords, directoryWords, missingWords } from './company-words.ts';
import { CompanyPeople } from './people.tsx';
import { YearlyCheck } from './yearly-check.tsx';

const loadForms = () => import('./company-forms.tsx');
const AboutForm = lazy(patiently(async () => ({ default: (await loadForms()).AboutForm })));
const PlaceForm = lazy(patiently(async () => ({ default: (await loadForms()).PlaceForm })));
const SizeForm = lazy(patiently(async () => ({ default: (await loadForms()).SizeForm })));
const loadSharing = () => import('./sharing.tsx');
const ShareForm = lazy(patiently(async () => ({ default: (await loadSharing()).ShareForm })));
const FirmPreview = lazy(patiently(async () => ({ default: (await loadSharing()).FirmPreview })));
const OwnSecureData = lazy(patiently(() => import('../secure-data/own-secure-data.tsx')));
const Pictures = lazy(patiently(() => import('./company-pictures.tsx')));
const Certifications = lazy(patiently(() => import('../certifications/company-certifications.tsx')));
const forms = { about: AboutForm, place: PlaceForm, size: SizeForm };

const waiting = (form: ReactNode) => <Suspense fallback={<Loading />}>{form}</Suspense>;

/** The facts of a company, its certifications and its people. An owner can change them. */
export function CompanySections({ company }: { company: OwnCompany }) {
  const isOwner = company.ownRole === 'OWNER';
  const change = (what: string, Form: typeof AboutForm, label = 'Change') =>
    isOwner && (
      <Change
        what={what}
        label={label}
        isSpelledOut={label !== 'Change'}
        form={(close) => waiting(<Form company={company} done={close} />)}
      />
    );
  const { serviceRadiusMeters: radius, bondingSingleCents, bondingAggregateCents, crewSize } = company;
  const address = [company.street, [company.city, company.zipCode].filter(Boolean).join(' ')].filter(Boolean);
  return (
    <>
      {isOwner && company.isCheckDue && (
        <section
          aria-label="Yearly check"
          className="max-w-2xl rounded-card border border-divider bg-surface p-4"
        >
          <YearlyCheck company={company} />
        </section>
      )}
      {isOwner && company.missing.length > 0 && (
        <section
          aria-label="Still missing"
          className="max-w-2xl rounded-card border border-divider bg-surface p-4"
        >
          <h2 className="font-semibold">Still missing</h2>
          <p className="mt-1 text-dense text-text-2">
            The more you say, the easier others find your company.
          </p>
          <ul className="mt-3 space-y-3">
            {company.missing.map((fact) => (
              <li key={fact}>
                {change(missingWords[fact].what, forms[missingWords[fact].form], 'Add')}
                <p className="mt-1 text-dense text-text-2">{missingWords[fact].brings}</p>
              </li>
            ))}
          </ul>
        </section>
      )}
      <SettingsSection title="About" change={change('what your company says about itself', AboutForm)}>
        <Facts
          facts={[
            ['Name', company.name],
            [
              'License',
              company.licenseNumber && (
                <Link
                  to="/contractors/$license"
                  params={{ license: company.licenseNumber }}
                  className="text-link underline underline-offset-4"
                >
                  {company.licenseNumber}
                </Link>
              ),
            ],
            ['Story', company.story],
            ['Phone', company.phone && formatPhone(company.phone)],
            ['Email', company.email],
            ['Website', company.website],
            ['Languages', company.languages.join(', ')],
          ]}
        />
      </SettingsSection>
      <SettingsSection
        title="Place and service area"
        change={change('your place and service area', PlaceForm)}
      >
        <Facts
          facts={[
            ['Address', address.join('\n')],
            ['Shown to others', address.length > 0 && addressShownWords[company.addressShown]],
            ['Counties', company.serviceCounties.join(', ')],
            ['Around your place', radius && `${formatCount(Math.round(toMiles(radius)))} miles`],
          ]}
        />
        {address.length === 0 && company.serviceCounties.length === 0 && !radius && (
          <p className="text-text-2">Nothing here yet.</p>
        )}
      </SettingsSection>
      <SettingsSection title="Crew and bonding" change={change('your crew and bonding capacity', SizeForm)}>
        <Facts
          facts={[
            ['Crew', crewSize && `${formatCount(crewSize)} ${crewSize === 1 ? 'person' : 'people'}`],
            ['Bond for one job', bondingSingleCents && formatCents(bondingSingleCents)],
            ['Bonds for all jobs', bondingAggregateCents && formatCents(bondingAggregateCents)],
          ]}
        />
        {!crewSize && !bondingSingleCents && !bondingAggregateCents && (
          <p className="text-text-2">Nothing here yet.</p>
        )}
      </SettingsSection>
      <SettingsSection title="Who sees what" change={change('who sees what', ShareForm)}>
        <Facts
          facts={[
            ['In the directory', directoryWords[company.directoryAudience]],
            ['Phone', audienceWords[company.phoneAudience]],
            ['Email', audienceWords[company.emailAudience]],
            ['Website', audienceWords[company.websiteAudience]],
            ['Street', audienceWords[company.addressShown === 'FULL' ? company.streetAudience : 'NOBODY']],
          ]}
        />
        <div className="flex flex-wrap gap-2">
          {(['VISITOR', 'MEMBER'] as const).map((reader) => (
            <Change
              key={reader}
              label="View as"
              what={reader === 'VISITOR' ? 'a visitor' : 'a member'}
              isSpelledOut
              form={() => waiting(<FirmPreview companyId={company.id} reader={reader} />)}
            />
          ))}
        </div>
      </SettingsSection>
      {waiting(<Pictures company={company} />)}
      {waiting(<Certifications companyId={company.id} isOwner={isOwner} />)}
      {isOwner && waiting(<OwnSecureData />)}
      <CompanyPeople company={company} />
    </>
  );
}
