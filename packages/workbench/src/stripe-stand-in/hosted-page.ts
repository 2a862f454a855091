import { html } from 'hono/html';
import type { PaymentMethod, Session } from './books.ts';

const style = html`<style>
  :root { color-scheme: light dark; }
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 28rem; margin: 2rem auto; padding: 0 1rem; }
  p.note { border: 1px solid; border-radius: 8px; padding: .75rem; }
  label, button, input { display: block; width: 100%; box-sizing: border-box; font: inherit; }
  input, button { min-height: 44px; margin: .25rem 0 1rem; padding: 0 .75rem; }
</style>`;

/** The page on which a person types a card’s number. No script runs on it. */
export function hostedPage(session: Session, problem?: string) {
  const amount = (session.amount_total / 100).toLocaleString('en-US', { style: 'currency', currency: 'USD' });
  const body =
    session.status === 'open'
      ? html`<h1>${session.name}: ${amount}</h1>
          <p class="note">This page stands in for Stripe. No money moves. Try 4242 4242 4242 4242, which is accepted, or
            4000 0000 0000 0002, which is declined. 4000 0000 0000 0341 pays today, and is declined when it is charged again.</p>
          ${session.setup_future_usage && html`<p>The card is saved for your next renewals.</p>`}
          ${problem && html`<p role="alert"><strong>${problem}</strong></p>`}
          <form method="post"><label for="card">Card number</label>
            <input id="card" name="card" inputmode="numeric" autocomplete="off">
            <button name="way" value="card">Pay ${amount}</button>
            ${!session.allowed_payment_method_types && html`<button name="way" value="bank">Pay by bank account</button>`}</form>
          <p><a href="${session.cancel_url}">Cancel and go back</a></p>`
      : html`<h1>This page is closed</h1>
          <p>${session.status === 'complete' ? 'The payment was made here.' : 'Begin again in the portal.'}</p>
          <p><a href="${session.status === 'complete' ? session.success_url : session.cancel_url}">Go back</a></p>`;
  return pageOf('Payment (stand-in)', body);
}

/** The page on which a person sees the saved cards, and removes one. */
export function customerPage(cards: PaymentMethod[], back: string) {
  return pageOf(
    'Cards and receipts (stand-in)',
    html`<h1>Cards and receipts</h1>
      <p class="note">This page stands in for Stripe. No money moves.</p>
      ${cards.length === 0 ? html`<p>No card is saved.</p>` : ''}
      <form method="post">${cards.map(
        ({ id, card }) =>
          html`<p>${card.brand} ending in ${card.last4}, good through ${card.exp_month}/${card.exp_year}</p>
            <button name="remove" value="${id}">Remove the card ending in ${card.last4}</button>`,
      )}</form>
      <p><a href="${back}">Go back</a></p>`,
  );
}

const pageOf = (title: string, body: unknown) =>
  html`<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
    <link rel="icon" href="data:,"><title>${title}</title>${style}</head><body><main>${body}</main></body></html>`;
