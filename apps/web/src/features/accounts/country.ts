const countries = new Intl.DisplayNames('en-US', { type: 'region' });

/** The place of a session, such as “ at 193.0.6.139, Netherlands”. Empty if the address is unknown. */
export function whereSeen(address: string | null, country: string | null): string {
  if (!address) return '';
  return ` at ${address}${country ? `, ${countries.of(country)}` : ''}`;
}
