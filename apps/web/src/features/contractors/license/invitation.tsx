import { CopyButton } from '../../../ui/copy-button.tsx';

/**
 * A letter for the mail program of staff, and its link alone. A firm’s link begins the application with its license. The
 * license board’s file has no email address.
 */
export default function Invitation({ firm }: { firm?: { licenseNumber: string; name: string } }) {
  const address = `${window.location.origin}/join${firm ? `?license=${firm.licenseNumber}` : ''}`;
  const link = firm ? `with your license ${firm.licenseNumber}` : 'and takes about three minutes';
  const body = `Hello,\n\nWe’d like to invite ${firm?.name ?? 'you'} to join NAMC NorCal, the Northern California chapter of the National Association of Minority Contractors. This link begins the application ${link}:\n\n${address}\n`;
  const letter = new URLSearchParams({ subject: 'An invitation to join NAMC NorCal', body });
  return (
    <p className="flex flex-wrap items-center gap-x-2 text-dense print:hidden">
      <a
        // Mail programs read a plus as a plus.
        href={`mailto:?${letter.toString().replaceAll('+', '%20')}`}
        className="inline-flex min-h-8 items-center font-semibold text-link underline underline-offset-4"
      >
        Invite to join by email
      </a>
      <CopyButton text={address} what="Invitation link" />
    </p>
  );
}
