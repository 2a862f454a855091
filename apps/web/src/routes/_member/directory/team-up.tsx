import { createFileRoute, type SearchSchemaInput, useNavigate } from '@tanstack/react-router';
import { TeamPage } from '../../../features/directory/team-page.tsx';
import {
  leftOutOfTeam,
  readTeamSearch,
  type TeamSearch,
  teamAddress,
} from '../../../features/directory/team-search.ts';

export const Route = createFileRoute('/_member/directory/team-up')({
  // The page reads the needs out of it: the first script stays small.
  validateSearch: (search: Partial<TeamSearch> & SearchSchemaInput): Partial<TeamSearch> => search,
  component: function TeamRoute() {
    const navigate = useNavigate();
    return (
      <TeamPage
        search={Route.useSearch({ select: readTeamSearch, structuralSharing: true })}
        leftOut={Route.useSearch({ select: leftOutOfTeam })}
        change={(search) =>
          void navigate({ to: '/directory/team-up', search: teamAddress(search), resetScroll: false })
        }
      />
    );
  },
});
