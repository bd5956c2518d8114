import { Skeleton } from '#components/skeleton.tsx';

export default function Loading() {
  return (
    <>
      <Skeleton className="mb-5 h-12 w-64" label="Reading the burst" />
      <Skeleton className="h-72" />
    </>
  );
}
