import { useMutation, useQuery } from '@tanstack/react-query';
import { BookmarkCheck, BookmarkPlus } from 'lucide-react';
import { api, queryClient, statusOf } from '../../lib/api.ts';
import { Button } from '../../ui/button.tsx';
import { toast } from '../../ui/toasts.ts';
import { useMay } from '../accounts/me.ts';

export interface Followable {
  id: string;
  title: string;
}

const followedQuery = () => api.projectFollows.list.queryOptions();

/** Shows in the cache what the server is about to do. Returns a function that reverts it. */
async function showAtOnce(id: string, isFollowed: boolean): Promise<() => void> {
  const key = followedQuery().queryKey;
  await queryClient.cancelQueries(api.projectFollows.pathFilter());
  const before = queryClient.getQueryData(key);
  queryClient.setQueryData(
    key,
    (ids) => ids && [...ids.filter((one) => one !== id), ...(isFollowed ? [id] : [])],
  );
  return () => queryClient.setQueryData(key, before);
}

const refresh = () => queryClient.invalidateQueries(api.projectFollows.pathFilter());
const reasonOf = (error: { message: string }): string => {
  const status = statusOf(error) ?? 0;
  return status > 401 && status < 500 ? ` ${error.message}` : '';
};

/** True if the reader follows the project. Undefined while loading, and for those who follow none. */
function useFollowedProject(project: Followable) {
  const mayFollow = useMay('FOLLOW');
  const isFollowed = useQuery({ ...followedQuery(), enabled: mayFollow }).data?.includes(project.id);
  return mayFollow ? isFollowed : undefined;
}

/** Follows and unfollows a project. The page shows it before the server answers, and a message offers to undo it. */
function useFollowProject({ id: projectId, title }: Followable) {
  const about = `following ${projectId}`;
  const shared = { scope: { id: about }, onSettled: refresh };
  const follow = useMutation(
    api.projectFollows.follow.mutationOptions({
      ...shared,
      onMutate: () => showAtOnce(projectId, true),
      onError: (error, _input, undo) => {
        undo?.();
        toast(`Couldn’t follow “${title}.”${reasonOf(error)}`, { kind: 'failed', about });
      },
    }),
  );
  const unfollow = useMutation(
    api.projectFollows.unfollow.mutationOptions({
      ...shared,
      onMutate: () => showAtOnce(projectId, false),
      onError: (_error, _input, undo) => {
        undo?.();
        toast(`Couldn’t save that: you still follow “${title}.”`, { kind: 'failed', about });
      },
    }),
  );
  return {
    follow: () => {
      follow.mutate({ projectId });
      toast(
        `You follow “${title}.” We’ll tell you here and by email about addenda, files, answers, dates, and before bids are due.`,
        { about, undo: () => unfollow.mutate({ projectId }) },
      );
    },
    unfollow: () => {
      unfollow.mutate({ projectId });
      toast(`You no longer follow “${title}.”`, { about, undo: () => follow.mutate({ projectId }) });
    },
  };
}

/** The button of the project’s own page. */
export function FollowProject({ project }: { project: Followable }) {
  const isFollowed = useFollowedProject(project);
  const { follow, unfollow } = useFollowProject(project);
  if (isFollowed === undefined) return null;
  const Icon = isFollowed ? BookmarkCheck : BookmarkPlus;
  return (
    <Button
      aria-pressed={isFollowed}
      onClick={() => (isFollowed ? unfollow() : follow())}
      className="aria-pressed:border-link aria-pressed:bg-info-tint aria-pressed:text-link"
    >
      <Icon aria-hidden className="size-4" />
      <span>
        {isFollowed ? 'Following' : 'Follow'}
        <span className="sr-only"> this project</span>
      </span>
    </Button>
  );
}

/** The button of a row, which lies above the row’s link. */
export function FollowProjectToggle({ project }: { project: Followable }) {
  const isFollowed = useFollowedProject(project);
  if (isFollowed === undefined) return null;
  return <Toggle project={project} isFollowed={isFollowed} />;
}

/** A part of its own, so that a visitor's rows keep no mutations. */
function Toggle({ project, isFollowed }: { project: Followable; isFollowed: boolean }) {
  const { follow, unfollow } = useFollowProject(project);
  const Icon = isFollowed ? BookmarkCheck : BookmarkPlus;
  return (
    <button
      type="button"
      aria-pressed={isFollowed}
      aria-label={`Follow ${project.title}`}
      title={isFollowed ? 'Following' : 'Follow'}
      onClick={() => (isFollowed ? unfollow() : follow())}
      className="relative z-10 -my-2 inline-flex size-11 shrink-0 items-center justify-center rounded-control text-text-2 hover:bg-canvas hover:text-link aria-pressed:text-link"
    >
      <Icon aria-hidden className="size-5" />
    </button>
  );
}
