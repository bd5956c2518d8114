import { OverviewSkeleton } from '#features/tier/overview-skeleton.tsx';

export default function Loading() {
  return <OverviewSkeleton />;
}
