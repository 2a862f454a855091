import { formatPhone } from '@namc/inputs/phone';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Facts } from '../../../ui/facts.tsx';
import { skillsInWords } from '../../accounts/skills-in-words.ts';
import { type AnswerStep, answerSteps } from './step-names.ts';
import { companyLabels, stepTitles, youLabels } from './step-words.ts';
import { tierInWords, tiersQuery } from './tiers.ts';

interface Answers {
  licenseNumber?: string | null | undefined;
  company: string | null;
  tierCode: string;
  firstName: string;
  lastName: string;
  email: string;
  phone?: string | null | undefined;
  city?: string | null | undefined;
  zipCode?: string | null | undefined;
  skills: string[];
  statement: string;
}

/** All answers of an application, part by part, each with the way to change it. */
export function AnswerGroups({
  answers,
  change,
}: {
  answers: Answers;
  /** The control that changes a part; nothing if it may not be changed. */
  change: (step: AnswerStep, name: string) => ReactNode;
}) {
  const { data: tiers } = useQuery(tiersQuery());
  const tier = tiers?.find(({ code }) => code === answers.tierCode);
  const facts: Record<AnswerStep, [string, ReactNode][]> = {
    company: [
      [companyLabels.licenseNumber, answers.licenseNumber || 'None given'],
      [companyLabels.company, answers.company || 'None given'],
    ],
    membership: [
      ['Tier', tier ? tierInWords(tier) : tiers && answers.tierCode],
      ['For', tier?.description],
    ],
    you: [
      ['Name', `${answers.firstName} ${answers.lastName}`],
      [youLabels.email, answers.email],
      [youLabels.phone, answers.phone && formatPhone(answers.phone)],
      ['Place', [answers.city, answers.zipCode].filter(Boolean).join(' ')],
      ['Services', skillsInWords(answers.skills)],
      [youLabels.statement, answers.statement],
    ],
  };
  return answerSteps.map((step) => (
    <section
      key={step}
      aria-label={stepTitles[step]}
      className="max-w-xl rounded-card border border-divider bg-surface p-4"
    >
      <div className="mb-2 flex flex-wrap items-center justify-between gap-2">
        <h3 className="font-semibold">{stepTitles[step]}</h3>
        {change(step, stepTitles[step].toLowerCase())}
      </div>
      <Facts facts={facts[step]} areShort />
    </section>
  ));
}
