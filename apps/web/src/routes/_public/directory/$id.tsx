import { createFileRoute } from '@tanstack/react-router';
import { FirmPage } from '../../../features/directory/firm-page.tsx';

export const Route = createFileRoute('/_public/directory/$id')({
  component: function FirmRoute() {
    return <FirmPage id={Route.useParams().id} />;
  },
});
