import { dayWords } from '@namc/inputs/day-words';
import { skipToken, useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useEffectEvent } from 'react';
import { api, statusOf } from '../../../lib/api.ts';
import { useSettled } from '../../../lib/use-settled.ts';
import { ExternalLink } from '../../../ui/external-link.tsx';
import { boardRecord } from '../../contractors/board-record.ts';
import type { License } from '../../contractors/contractor.ts';
import { StandingMark } from '../../contractors/standing-mark.tsx';
import { tradeName } from '../../contractors/trade-names.ts';
import { ContactWays } from '../../settings/contact.tsx';

export type ClaimedLicense = Pick<License, 'name' | 'city' | 'zipCode'>;

/** Shows the license board's record while the number is typed, and hands the record to `use` once. */
export function LicenseFound({ number, use }: { number: string; use: (license: ClaimedLicense) => void }) {
  const typed = useSettled(number.trim());
  const isNumber = /^\d{1,8}$/.test(typed);
  const { data, error, isFetching } = useQuery(
    api.contractors.getLicense.queryOptions(isNumber ? { licenseNumber: typed } : skipToken, {
      retry: false,
    }),
  );
  const handOn = useEffectEvent(use);
  useEffect(() => {
    if (data) handOn(data);
  }, [data]);
  let record: ReactNode = null;
  if (isNumber && isFetching) record = <p className="text-dense text-text-2">Looking up the license…</p>;
  else if (isNumber && data) {
    record = (
      <div className="rounded-card border border-divider bg-surface p-4">
        <p className="font-semibold">
          {data.name}
          {data.city && <span className="font-normal text-text-2">, {data.city}</span>}
        </p>
        <p className="text-dense text-text-2">
          {data.classifications.map((code) => `${code} ${tradeName(code)}`).join(' · ') ||
            'No classification'}
        </p>
        <p className="mt-1 flex flex-wrap items-center gap-x-3 text-dense">
          <StandingMark standing={data.standing} />
          {data.expirationDate && (
            <span className="text-text-2">
              {data.standing.kind === 'expired' ? 'Expired' : 'Expires'} {dayWords(data.expirationDate)}
            </span>
          )}
        </p>
        {data.isNamcMember && (
          <p className="mt-1 text-dense text-warn">
            A member already uses this license. If it’s yours, <ContactWays /> before you apply.
          </p>
        )}
      </div>
    );
  } else if (isNumber && statusOf(error) === 404) {
    record = (
      <p className="text-dense text-warn">
        We couldn’t find license {typed}. Check the number, or{' '}
        <ExternalLink href={boardRecord(typed)}>look it up at the license board</ExternalLink>. If it was
        issued in the last few days, leave this field blank and mention it under “About you”.
      </p>
    );
  } else if (isNumber && error) {
    record = (
      <p className="text-dense text-text-2">
        We can’t look it up right now. You can go on, and our staff will check it.
      </p>
    );
  }
  return <div aria-live="polite">{record}</div>;
}
