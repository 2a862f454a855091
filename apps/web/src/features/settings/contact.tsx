import { formatPhone } from '@namc/inputs/phone';
import { Fragment } from 'react';
import { useContact } from './contact-queries.ts';

const link = 'text-link underline underline-offset-4 whitespace-nowrap print:no-underline';

/** The association's phone and email, as many as there are, in a sentence: “email … or call …”. */
export function ContactWays({ otherwise = 'contact us' }: { otherwise?: string }) {
  const contact = useContact();
  if (!contact?.email && !contact?.phone) return otherwise;
  const { email, phone } = contact;
  return (
    <>
      {email && (
        <>
          email{' '}
          <a href={`mailto:${email}`} className={link}>
            {email}
          </a>
        </>
      )}
      {email && phone && ' or '}
      {phone && (
        <>
          call{' '}
          <a href={`tel:${phone}`} className={link}>
            {formatPhone(phone)}
          </a>
        </>
      )}
    </>
  );
}

/** The association's postal address, phone and email, as a footer shows them. Nothing while they are unknown. */
export function ContactLines() {
  const contact = useContact();
  if (!contact) return null;
  const { address, phone, email } = contact;
  const ways = [
    phone && (
      <a key="phone" href={`tel:${phone}`} className={link}>
        {formatPhone(phone)}
      </a>
    ),
    email && (
      <a key="email" href={`mailto:${email}`} className={link}>
        {email}
      </a>
    ),
  ].filter(Boolean);
  if (!address && ways.length === 0) return null;
  return (
    <address className="not-italic">
      <span className="font-semibold">NAMC NorCal</span>
      {address.split('\n').map((line) => line && <Fragment key={line}>, {line}</Fragment>)}
      {ways.map((way, position) => (
        // The list never changes its order.
        // biome-ignore lint/suspicious/noArrayIndexKey: the position is all that tells them apart.
        <Fragment key={position}> · {way}</Fragment>
      ))}
    </address>
  );
}
