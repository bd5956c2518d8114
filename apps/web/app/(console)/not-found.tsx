import { Compass } from 'lucide-react';
import { ButtonLink } from '#components/button.tsx';
import { EmptyState } from '#components/empty-state.tsx';

export default function NotFound() {
  return (
    <EmptyState icon={Compass} title="There is no such page" action={<ButtonLink href="/">To the overview</ButtonLink>}>
      The address may be mistyped, or what it named is no longer there.
    </EmptyState>
  );
}
