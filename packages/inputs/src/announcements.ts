import { z } from 'zod';
import { id } from './text.ts';

export const listAnnouncementsInput = z.object({ limit: z.number().int().min(1).max(50).default(10) });

export const markAnnouncementReadInput = z.object({ announcementId: id });
