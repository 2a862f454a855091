/** The parts of an application, in the order in which the form asks for them. */
export const answerSteps = ['company', 'membership', 'you'] as const;

export type AnswerStep = (typeof answerSteps)[number];

/** The steps of the form, in the address of the page. */
export const joinSteps = [...answerSteps, 'check'] as const;

export type JoinStep = (typeof joinSteps)[number];
