import { Skeleton } from '#components/skeleton.tsx';

/** The overview's places, before its figures. */
export function OverviewSkeleton() {
  return (
    <div className="flex flex-col gap-4">
      <Skeleton className="h-[6.6rem]" label="Reading the tier’s health" />
      <Skeleton className="h-22" />
      <Skeleton className="h-96" />
      <div className="grid gap-4 xl:grid-cols-2">
        <Skeleton className="h-72" />
        <Skeleton className="h-72" />
      </div>
    </div>
  );
}
