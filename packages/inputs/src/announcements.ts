import { z } from 'zod';
import { id } from './text.ts';

export const announcementList = z.object({ limit: z.number().int().min(1).max(50).default(10) });

export const announcementById = z.object({ announcementId: id });
