import type { CertificationState, Verification } from '@namc/inputs/certifications';
import { dayWords } from '@namc/inputs/day-words';
import {
  CircleCheck,
  CircleX,
  Clock,
  FileText,
  type LucideIcon,
  RefreshCw,
  TriangleAlert,
} from 'lucide-react';
import type { ComponentProps } from 'react';
import { formatCount, plural } from '../../lib/formats.ts';
import { Pill } from '../../ui/pill.tsx';
import type { Certification } from './certification-queries.ts';
import { stateWords, verificationWords } from './certification-words.ts';

type Look = [tone: ComponentProps<typeof Pill>['tone'], Icon: LucideIcon];

const stateLooks: Record<CertificationState, Look> = {
  COMPLIANT: ['ok', CircleCheck],
  EXPIRING: ['warn', Clock],
  EXPIRED: ['bad', CircleX],
  RE_EVALUATION: ['info', RefreshCw],
  REPLACED: ['quiet', RefreshCw],
};
const verificationLooks: Record<Verification, Look> = {
  OPEN: ['quiet', Clock],
  VERIFIED: ['ok', CircleCheck],
  REFUSED: ['bad', TriangleAlert],
};

/** “Good through March 31, 2027 (in 20 days)” */
function lastDayInWords({ expiresOn, daysLeft }: Certification): string {
  if (!expiresOn || daysLeft === null) return 'No last day';
  if (daysLeft < 0) return `Ended on ${dayWords(expiresOn)}`;
  const left = daysLeft === 0 ? 'today' : `in ${formatCount(daysLeft)} ${plural(daysLeft, 'day')}`;
  return `Good through ${dayWords(expiresOn)} (${left})`;
}

/** The facts of a certification, its state, the verification, and the scan. Staff have another address for its file. */
export function CertificationFacts({
  certification,
  scans = '/api/files',
}: {
  certification: Certification;
  scans?: '/api/files' | '/api/files/for-staff';
}) {
  const { kindName, number, state, verification, verificationNote, fileId, fileName } = certification;
  const issuer = certification.issuer ?? certification.usualIssuer;
  const [tone, Icon] = stateLooks[state];
  const [verificationTone, VerificationIcon] = verificationLooks[verification];
  return (
    <div className="min-w-0 space-y-2">
      <div>
        <p className="font-semibold break-words">{kindName}</p>
        <p className="text-dense break-words text-text-2">
          {[number && `Number ${number}`, issuer].filter(Boolean).join(', ')}
        </p>
        <p className="text-dense">{lastDayInWords(certification)}</p>
      </div>
      <p className="flex flex-wrap gap-2">
        <Pill tone={tone} Icon={Icon}>
          {stateWords[state]}
        </Pill>
        {state !== 'REPLACED' && (
          <Pill tone={verificationTone} Icon={VerificationIcon}>
            {verificationWords[verification]}
          </Pill>
        )}
      </p>
      {verification === 'REFUSED' && (
        <p className="text-dense break-words whitespace-pre-line">{verificationNote}</p>
      )}
      {state === 'RE_EVALUATION' && (
        <p className="text-dense text-text-2">
          California’s goals for this certification are suspended while the agency evaluates each firm anew.
        </p>
      )}
      {fileId && (
        <a
          href={`${scans}/${fileId}`}
          className="inline-flex min-h-11 items-center gap-1.5 text-dense wrap-anywhere text-link underline underline-offset-4 lg:min-h-8"
        >
          <FileText aria-hidden className="size-4 shrink-0" />
          {fileName}
        </a>
      )}
    </div>
  );
}
