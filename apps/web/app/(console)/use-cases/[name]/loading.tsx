import { Skeleton } from '#components/skeleton.tsx';

export default function Loading() {
  return (
    <div className="flex flex-col gap-4">
      <Skeleton className="h-14" label="Reading the use case" />
      <Skeleton className="h-22" />
      <Skeleton className="h-96" />
      <Skeleton className="h-80" />
    </div>
  );
}
