import { dayWords } from '@namc/inputs/day-words';
import { Link } from '@tanstack/react-router';
import type { License } from '../contractor.ts';
import { StandingIcon, toneText } from '../standing-mark.tsx';
import { StandingAnswers } from './standing-answers.tsx';
import { StandingDay } from './standing-day.tsx';

const tones: Record<License['standing']['tone'], string> = {
  ok: 'border-ok bg-ok-tint',
  warn: 'border-warn bg-warn-tint',
  bad: 'border-bad bg-bad-tint',
  neutral: 'border-control bg-surface',
};

/** Says whether the contractor may work, what is about to change that, and how the portal knows. */
export function StandingBanner({ license, on }: { license: License; on: string | undefined }) {
  const { standing, licenseNumber } = license;
  const tone = standing.tone === 'ok' && standing.age === 'very-old' ? 'warn' : standing.tone;
  return (
    <section aria-label="Standing" className={`rounded-card border p-4 ${tones[tone]}`}>
      {on && (
        <p className="mb-2 text-dense">
          The standing on {dayWords(on)}.{' '}
          <Link
            to="/contractors/$license"
            params={{ license: licenseNumber }}
            className="text-link underline underline-offset-4"
          >
            Show today’s
          </Link>
        </p>
      )}
      <p className={`flex items-start gap-2 text-lead font-semibold ${toneText[tone]}`}>
        <StandingIcon kind={standing.kind} className="mt-0.5 size-6" />
        {standing.headline}
      </p>
      <StandingAnswers standing={standing} />
      <StandingDay licenseNumber={licenseNumber} on={on} />
    </section>
  );
}
