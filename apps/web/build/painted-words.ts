import { fieldClass } from '../src/ui/field-class.ts';

/**
 * The first words of a page below its title, which the painted frame shows before the first script has run. They look as
 * the page does, which takes their place: `first-answers.spec.ts` compares them with it.
 */

const words = (text: string, look: string) => `<p data-painted class="${look}">${text}</p>`;
const field = (label: string, look = '', where = '') =>
  `<div class="${look}"><span data-painted${where} class="mb-1 block font-semibold">${label}</span><span class="${fieldClass}"></span></div>`;

/** Fields of a form that a phone folds once a search was made. The same frame is sent for every search. */
const ofForm = '="form"';

/** By the page's address. */
export const firstWords: Record<string, string> = {
  '/contractors': `${words(
    'Licensed contractors in California, from the public file of the state license board.',
    'hidden max-w-[70ch] text-text-2 sm:block',
  )}<div class="mt-4 grid grid-cols-[1fr_auto] gap-3 text-dense md:grid-cols-[minmax(0,1fr)_minmax(0,14rem)_auto_auto]">${field(
    'Trade, name, place or license number',
    'col-span-2 md:col-span-1',
    ofForm,
  )}${field('Near', '', ofForm)}${field('Within', 'w-31', ofForm)}</div>`,
  '/join': words(
    'It takes about three minutes. Until you send it, your draft stays in this browser.',
    'mt-6 max-w-xl text-text-2',
  ),
  '/sign-in': `<div class="mx-auto mt-6 max-w-xl space-y-5">${field('Email address')}${field('Password')}${words(
    'Keep me signed in on this device',
    'flex min-h-11 items-center py-1 pl-8',
  )}</div>`,
};
