/** The statuses of an application in words: how the notice looks, its title, and the next step. */
export const applicationWords = {
  UNVERIFIED: ['warn', 'Confirm your email address', 'Open the email we sent you and click its link.'],
  SUBMITTED: ['info', 'Under review', 'We’ll email you when we’ve made a decision or if we have a question.'],
  QUESTION: ['warn', 'We have a question', 'We’ll pick up your application again once you reply.'],
  APPROVED: ['ok', 'Approved', 'You’re a member.'],
  DECLINED: ['warn', 'Not approved', 'You can apply again.'],
  WITHDRAWN: ['info', 'Withdrawn', 'You can send it again anytime.'],
} as const;
