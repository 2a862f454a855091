import { z } from 'zod/mini';
import { id } from './text.ts';

export const courseStatuses = ['DRAFT', 'PUBLISHED', 'ARCHIVED'] as const;

export const moduleKinds = ['READING', 'VIDEO', 'QUIZ'] as const;

export const listCoursesInput = z.object({ status: z._default(z.enum(courseStatuses), 'PUBLISHED') });

export type ListCoursesInput = z.infer<typeof listCoursesInput>;

export const enrollInput = z.object({ courseId: id });

export type EnrollInput = z.infer<typeof enrollInput>;

export const completeModuleInput = z.object({ enrollmentId: id, moduleId: id });

export type CompleteModuleInput = z.infer<typeof completeModuleInput>;
