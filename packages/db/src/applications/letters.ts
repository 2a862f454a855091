import { dayWords } from '@namc/inputs/day-words';
import { letter, sampleOrigin } from '../engine/letter.ts';

export const letters = {
  'verify-email': letter(
    { origin: sampleOrigin },
    ({ origin }, token) => ({
      subject: 'Confirm your email address',
      parts: [
        'Thank you for applying to join NAMC NorCal. Please confirm your email address and choose a password. Then we’ll review your application.',
        { button: 'Confirm this address', url: `${origin}/confirm#${token}` },
        'This link works for 24 hours. If you didn’t apply, ignore this email.',
      ],
    }),
    { link: { purpose: 'VERIFY_EMAIL' }, isUrgent: true, isForAnyone: true },
  ),
  'application-again': letter(
    { origin: sampleOrigin },
    ({ origin }) => ({
      subject: 'You already have an account',
      parts: [
        'We got a request to use this email address, for an application or as the new address of an account. It already has an account, so we didn’t change anything.',
        { button: 'Sign in', url: `${origin}/sign-in` },
        { link: 'Choose a new password', url: `${origin}/forgot` },
      ],
    }),
    { isForAnyone: true },
  ),
  'application-received': letter(
    { origin: sampleOrigin },
    ({ origin }) => ({
      subject: 'We received your application',
      path: '/application',
      parts: [
        'Your email address is confirmed, and we have your application. We’ll email you when we’ve made a decision or if we have a question.',
        { button: 'Check its status', url: `${origin}/application` },
      ],
    }),
    { note: 'We’ll email you when we’ve made a decision. Check where it stands.' },
  ),
  'application-question': letter(
    { origin: sampleOrigin, body: 'Is license 1099999 yours,\nor the firm’s?' },
    ({ origin, body }) => ({
      subject: 'A question about your application',
      path: '/application',
      parts: [
        'We have a question before we can decide on your application:',
        { quote: body },
        { button: 'Answer the question', url: `${origin}/application` },
      ],
    }),
    {
      note: 'Answer it, and we’ll go on with your application.',
      staffMaySend: { permission: 'applications.decide', after: ['applications.ask'] },
    },
  ),
  'application-approved': letter(
    { origin: sampleOrigin, tier: 'Regular', lastDay: '2027-11-24' } as {
      origin: string;
      tier?: string;
      lastDay?: string;
    },
    // Staff who see no memberships approve without these two.
    ({ origin, tier, lastDay }) => ({
      subject: 'Welcome to NAMC NorCal',
      path: '/application',
      parts: [
        tier && lastDay
          ? `You’re now a member of NAMC NorCal. Your tier is ${tier}, and your membership runs through ${dayWords(lastDay)}.`
          : 'You’re now a member of NAMC NorCal. Your membership begins today and runs for one year.',
        'Three things to do first:',
        '1. Turn on two-step sign-in in your settings, so that a stolen password isn’t enough to get in.',
        '2. Find contractors near you, and follow the licenses that matter to you.',
        '3. Save a search. We’ll email you when another firm matches it.',
        { button: 'Sign in', url: `${origin}/sign-in` },
      ],
    }),
    {
      note: 'We approved your application. See what to do first.',
      staffMaySend: { permission: 'applications.decide', after: ['applications.approve'] },
    },
  ),
  'application-declined': letter(
    { origin: sampleOrigin, reason: 'The license has been revoked.' } as { origin?: string; reason: string },
    // A letter that was written before applicants could apply again names no address.
    ({ origin, reason }) => ({
      subject: 'Your application for membership',
      path: '/application',
      parts: [
        'We reviewed your application and didn’t approve it, for this reason:',
        { quote: reason },
        ...(origin
          ? [
              'Has something changed, or did we miss something? You can change your answers and apply again.',
              { button: 'Apply again', url: `${origin}/application` },
            ]
          : ['If you think we missed something, reply to this email.']),
      ],
    }),
    {
      note: 'We didn’t approve it. See why, and how to apply again.',
      staffMaySend: { permission: 'applications.decide', after: ['applications.decline'] },
    },
  ),
};
