import { z } from 'zod/mini';
import { id, oneLine } from './text.ts';

/** The uses of files that members’ pages know. The table `file_kinds` says what each takes. */
export const fileKinds = [
  'PROFILE_PHOTO',
  'CERTIFICATE',
  'COMPANY_LOGO',
  'COMPANY_PICTURE',
  'PROJECT_FILE',
  'ADDENDUM_FILE',
  'BID_FILE',
] as const;
export type MemberFileKind = (typeof fileKinds)[number];

/** The uses that are the staff's: their files come through procedures that ask for a permission. */
export const staffFileKinds = ['BOARD_FILE'] as const;
export type FileKind = MemberFileKind | (typeof staffFileKinds)[number];

export const getFileRulesInput = z.object({ kind: z.enum(fileKinds) });
export type GetFileRulesInput = z.infer<typeof getFileRulesInput>;

export const listUnfinishedInput = z.object({ kind: z.enum(fileKinds) });
export type ListUnfinishedInput = z.infer<typeof listUnfinishedInput>;

/** The size of a file in bytes. The table of the uses says how many it may have. */
export const fileBytes = z
  .number('must be a size')
  .check(z.int('must be a whole number of bytes'), z.minimum(1, 'must not be empty'), z.maximum(1e12));

/** A file that the caller is about to upload. */
export const beginFileInput = z.object({ kind: z.enum(fileKinds), name: oneLine(255), bytes: fileBytes });
export type BeginFileInput = z.infer<typeof beginFileInput>;

export const finishFileInput = z.object({ fileId: id });
export type FinishFileInput = z.infer<typeof finishFileInput>;

export const cancelFileInput = z.object({ fileId: id });
export type CancelFileInput = z.infer<typeof cancelFileInput>;

export const getFileInput = z.object({ fileId: id });
export type GetFileInput = z.infer<typeof getFileInput>;

/** The most bytes of one part of an upload. Each part has 30 seconds to arrive. */
export const filePartBytes = 1_000_000;

export const setPhotoInput = z.object({ fileId: id });
export type SetPhotoInput = z.infer<typeof setPhotoInput>;
