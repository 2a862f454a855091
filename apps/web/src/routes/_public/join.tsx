import { createFileRoute, type SearchSchemaInput } from '@tanstack/react-router';
import { JoinPage } from '../../features/applications/join/join-page.tsx';

export const Route = createFileRoute('/_public/join')({
  validateSearch: ({ license }: { license?: string | number } & SearchSchemaInput) => ({
    license: /^\d{1,8}$/.test(String(license)) ? String(license) : undefined,
  }),
  component: function JoinRoute() {
    return <JoinPage licenseNumber={Route.useSearch().license} />;
  },
});
