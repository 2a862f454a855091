const countries = new Intl.DisplayNames('en-US', { type: 'region' });

/** From where somebody was seen: “at 193.0.6.139, Netherlands”; nothing where no address is known. */
export function placeOf(address: string | null, country: string | null): string {
  if (!address) return '';
  return ` at ${address}${country ? `, ${countries.of(country)}` : ''}`;
}
