import type { License } from '../contractor.ts';
import { StandingIcon, toneText } from '../standing-mark.tsx';
import { standingWords, type Tone } from '../standing-words.ts';

const tones: Record<Tone, string> = {
  ok: 'border-ok bg-ok-tint',
  warn: 'border-warn bg-warn-tint',
  bad: 'border-bad bg-bad-tint',
  neutral: 'border-control bg-surface',
};

/** Says whether the contractor may work, and what is about to change that. */
export function StandingBanner({ license }: { license: License }) {
  const { standing } = license;
  const words = standingWords(standing);
  const tone = words.tone === 'ok' && words.notes.length > 0 ? 'warn' : words.tone;
  return (
    <section aria-label="Standing" className={`rounded-card border p-4 ${tones[tone]}`}>
      <p className={`flex items-start gap-2 text-lead font-semibold ${toneText[words.tone]}`}>
        <StandingIcon kind={standing.kind} className="mt-0.5 size-6" />
        {words.long}
      </p>
      {words.notes.map((note) => (
        <p key={note} className="mt-1 ml-8">
          {note}
        </p>
      ))}
    </section>
  );
}
