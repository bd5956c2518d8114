import { SearchX } from 'lucide-react';
import { Button } from '#components/button.tsx';
import { EmptyState } from '#components/empty-state.tsx';
import { Panel } from '#components/panel.tsx';

interface NoneFitsProps {
  readonly noun: string;
  readonly onClear: () => void;
}

/** In place of a report's table when its filter leaves nothing. */
export function NoneFits({ noun, onClear }: NoneFitsProps) {
  return (
    <Panel>
      <EmptyState
        icon={SearchX}
        title={`No ${noun} fits`}
        action={<Button onClick={onClear}>Clear the filters</Button>}
      >
        The figures above are of everybody; of those that had anything to do in this period none fits the search and the
        team.
      </EmptyState>
    </Panel>
  );
}
