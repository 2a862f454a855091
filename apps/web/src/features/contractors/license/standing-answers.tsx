import { dayWords } from '@namc/inputs/day-words';
import { Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Standing } from '../contractor.ts';

const answers = { yes: 'Yes', no: 'No', unknown: 'Not known' };

/** The three answers of a standing: may the firm bid and contract, what is about to change, and where that comes from. */
export function StandingAnswers({ standing }: { standing: Standing }) {
  const { mayContract, changes, notes, inferences, validThrough, exemptionEnds, ageWords, board } = standing;
  // The answer has just given the reason that makes it doubtful.
  // A second reason for the answer, which the file has already: not a change to come.
  const isReason = ({ code }: { code: string }) => code === 'expiration' || code === 'inactivation';
  const counted = notes.filter(({ counts }) => counts);
  const exemption = notes.filter(({ code }) => code === 'exemption-ends');
  const ahead = [
    ...changes,
    ...counted.filter((note) => !isReason(note)),
    ...exemption.filter(({ on }) => on !== null && on > standing.on),
  ];
  const inferred = inferences.filter(({ words }) => !mayContract.why.includes(words));
  return (
    <>
      {ageWords && (
        <p className="mt-3 flex items-start gap-2 rounded-control border border-warn bg-warn-tint p-3 text-dense">
          <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-warn" />
          <span className={standing.age === 'very-old' ? 'font-semibold' : undefined}>{ageWords}</span>
        </p>
      )}
      <dl className="mt-3 grid gap-x-8 gap-y-3 text-dense md:grid-cols-3">
        <Answer to="May this firm bid and contract?">
          <p>
            <strong>{answers[mayContract.answer]}.</strong> {mayContract.why}
          </p>
          <Findings
            findings={[...counted.filter(isReason), ...exemption.filter((one) => !ahead.includes(one))]}
            isMarked
          />
        </Answer>
        <Answer to="What is about to change?">
          {validThrough && <p>The license’s term ends on {dayWords(validThrough)}.</p>}
          {exemptionEnds && !ahead.some(({ code }) => code === 'exemption-ends') && (
            <p>
              Before that, the exemption from workers’ compensation ends: from {dayWords(exemptionEnds)},
              every classification needs coverage.
            </p>
          )}
          <Findings findings={ahead} isMarked />
          {!validThrough && ahead.length === 0 && <p>The file lists no upcoming change.</p>}
        </Answer>
        <Answer to="Where does this come from?">
          {!mayContract.why.includes(board.words) && <p>{board.words}</p>}
          <Findings findings={notes.filter((note) => !note.counts && !exemption.includes(note))} />
          <p className="text-text-2">
            {standing.asOf
              ? `License board’s file of ${dayWords(standing.asOf)}`
              : 'License board’s file, date unknown'}
            ; fields: {fieldsOf(standing).join(', ')}.
          </p>
        </Answer>
      </dl>
      {inferred.length > 0 && (
        <div className="mt-3 text-dense">
          <p className="font-semibold">Our reading of the file, not the board’s word</p>
          <Findings findings={inferred} isMarked />
        </div>
      )}
    </>
  );
}

function Answer({ to, children }: { to: string; children: ReactNode }) {
  return (
    <div className="space-y-1">
      <dt className="font-semibold">{to}</dt>
      <dd className="space-y-1">{children}</dd>
    </div>
  );
}

function Findings({ findings, isMarked = false }: { findings: Standing['notes']; isMarked?: boolean }) {
  if (findings.length === 0) return null;
  return (
    <ul className="space-y-1">
      {findings.map(({ code, source, words, counts }) => (
        <li key={`${source} ${code}`} className="flex items-start gap-1.5">
          {isMarked && counts ? (
            <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-warn" />
          ) : (
            <Info aria-hidden className="mt-0.5 size-4 shrink-0 text-text-2" />
          )}
          {words}
        </li>
      ))}
    </ul>
  );
}

/** The board's names of the columns that the standing is read from. */
function fieldsOf({ reasons, changes, inferences, notes }: Standing): string[] {
  const sources = [...reasons, ...changes, ...inferences, ...notes].flatMap(({ source }) =>
    source.split(', '),
  );
  return [...new Set(['PrimaryStatus', ...sources])];
}
