import { dayWords } from '@namc/inputs/day-words';
import { answerWords, channelWords } from '@namc/inputs/outreach-words';
import { Pill } from '../../ui/pill.tsx';
import { Prose } from '../../ui/prose.tsx';
import { Change } from '../accounts/settings-section.tsx';
import type { Project } from '../projects/project-queries.ts';
import { instantIn } from '../projects/project-words.ts';
import { ContactForm } from './contact-form.tsx';
import type { OutreachContact, OutreachFirm } from './outreach-queries.ts';
import { answerTones } from './outreach-words.ts';

/** The contacts with a firm, the latest first. Those that were corrected stand apart. */
export function ContactLog({ row, project, name }: { row: OutreachFirm; project: Project; name: string }) {
  const { contacts } = row;
  const corrected = contacts.filter(({ isCorrected }) => isCorrected);
  if (contacts.length === 0) return <p className="text-dense text-text-2">Not contacted yet</p>;
  const zone = project.deadlineTimeZone;
  return (
    <div className="space-y-2">
      <ul aria-label={`Contacts with ${name}`} className="space-y-2">
        {contacts
          .filter(({ isCorrected }) => !isCorrected)
          .map((contact) => (
            <li key={contact.id} className="space-y-1 border-l-2 border-divider pl-3">
              <Contact contact={contact} zone={zone} />
              <div className="print:hidden">
                <Change
                  label="Correct"
                  what={`the contact of ${instantIn(contact.contactedAt, zone)} with ${name}`}
                  form={(leave) => <ContactForm row={row} zone={zone} corrected={contact} leave={leave} />}
                />
              </div>
            </li>
          ))}
      </ul>
      {corrected.length > 0 && (
        <details className="text-dense">
          <summary className="min-h-6 cursor-pointer text-link">
            Corrected entries ({corrected.length})<span className="sr-only"> of {name}</span>
          </summary>
          <ul className="mt-1 space-y-2">
            {corrected.map((contact) => (
              <li key={contact.id} className="border-l-2 border-divider pl-3 text-text-2">
                <Contact contact={contact} zone={zone} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

function Contact({ contact, zone }: { contact: OutreachContact; zone: string }) {
  const { channel, contactedAt, author, answer, said, rejection, followUpOn, correctsId } = contact;
  const { returnedAt, returnedWhy } = contact;
  return (
    <div className="space-y-1 text-dense wrap-anywhere">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        {returnedWhy ? (
          <Pill tone="bad">The mail came back</Pill>
        ) : (
          <Pill tone={answerTones[answer]}>{answerWords[answer]}</Pill>
        )}
        <span>
          {channelWords[channel]}, {instantIn(contactedAt, zone)}, by {author ?? 'somebody who has left'}
          {correctsId && ' (corrects an earlier entry)'}
        </span>
      </p>
      {returnedAt && (
        <p>
          It reached nobody, so it doesn’t count as a contact. The mail server said on{' '}
          {instantIn(returnedAt, zone)}: {returnedWhy}
        </p>
      )}
      {said && <Prose text={said} />}
      {rejection && <p>Reason for rejecting the quote: {rejection}</p>}
      {followUpOn && <p className="text-text-2">Follow up on {dayWords(followUpOn)}</p>}
    </div>
  );
}
