import { standingSentence } from './standing-words.ts';

type Standing = Parameters<typeof standingSentence>[0];

/** Whether a member owes dues today, and why. */
export function DuesToday({ standing, isOwing }: { standing: Standing | undefined; isOwing: boolean }) {
  return (
    <p className="max-w-[70ch]">
      <strong>{isOwing ? 'You have an open invoice for your dues.' : owing(standing)}</strong>{' '}
      {standing ? standingSentence(standing) : 'Your first term begins when your payment arrives.'}
    </p>
  );
}

function owing(standing: Standing | undefined): string {
  if (!standing) return 'You don’t have a membership yet.';
  if (standing.standing === 'ACTIVE' || standing.standing === 'PAUSED') return 'You owe nothing today.';
  return 'It’s time to renew.';
}

/** The way from no invoice to a new term. */
export function PayingSteps({
  dueDays,
  howToPay,
  canPayOnline,
}: {
  dueDays: number;
  howToPay: string;
  canPayOnline: boolean;
}) {
  return (
    <section aria-label="How paying works" className="space-y-2">
      <h2 className="text-h3 font-semibold">How paying works</h2>
      <ol className="max-w-2xl list-decimal space-y-1 pl-5">
        <li>You choose how long, and get an invoice here and by email. It’s due in {dueDays} days.</li>
        <li>
          You pay it {canPayOnline ? 'online, by check, or by transfer' : 'by check or by transfer'}.
          {howToPay && <span className="block break-words whitespace-pre-line text-text-2">{howToPay}</span>}
        </li>
        <li>
          We email you a receipt when the payment arrives, and the new term is in place. Until then your
          membership stays as it is.
        </li>
      </ol>
    </section>
  );
}
