import { createFileRoute } from '@tanstack/react-router';
import { EditProjectPage } from '../../../../features/projects/posting/edit-project-page.tsx';

export const Route = createFileRoute('/_member/projects/$id/edit')({
  component: function EditProjectRoute() {
    return <EditProjectPage id={Route.useParams().id} />;
  },
});
