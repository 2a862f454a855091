/** `visa` and `4242` as “Visa ending in 4242”. */
export function cardWords({ brand, lastFour }: { brand: string | null; lastFour: string | null }): string {
  const name = brands[brand ?? ''] ?? 'Card';
  return `${name} ending in ${lastFour ?? '????'}`;
}

const brands: Record<string, string> = {
  amex: 'American Express',
  diners: 'Diners Club',
  discover: 'Discover',
  jcb: 'JCB',
  mastercard: 'Mastercard',
  unionpay: 'UnionPay',
  visa: 'Visa',
};

/** The reason why a saved card wasn’t charged, and what to do about it. */
export function problemWords(problem: string | null): string {
  return problems[problem ?? ''] ?? 'Your bank declined the card. Your bank can tell you why.';
}

const problems: Record<string, string> = {
  authentication_required:
    'Your bank wants you to confirm the payment yourself. Pay your dues online, and you can do it there.',
  card_removed: 'The card is no longer saved at Stripe. Pay your dues online, and save a card again.',
  expired_card: 'The card has expired. Pay your dues online with another one, and save that one.',
  insufficient_funds: 'There wasn’t enough money in the account.',
};

/** True for a card that has expired on a day, `2028-01-31`. It is good through the last day of its month. */
export function isExpiredOn(day: string, month: number | null, year: number | null): boolean {
  if (month === null || year === null) return false;
  return `${year}-${String(month).padStart(2, '0')}` < day.slice(0, 7);
}
