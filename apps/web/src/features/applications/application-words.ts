/** Where an application for membership stands: how it looks, in a few words, and what comes next. */
export const applicationWords = {
  UNVERIFIED: ['warn', 'Confirm your e-mail address', 'Open the mail that we sent you, and follow its link.'],
  SUBMITTED: [
    'info',
    'With our staff',
    'We write to you as soon as it is decided, or when there is a question.',
  ],
  QUESTION: ['warn', 'Our staff have a question', 'Your application goes on when you have answered it.'],
  APPROVED: ['ok', 'Approved', 'You are a member.'],
  DECLINED: ['warn', 'Not approved', ''],
  WITHDRAWN: ['info', 'Withdrawn', ''],
} as const;
