import { Skeleton } from '#components/skeleton.tsx';

export default function Loading() {
  return (
    <>
      <Skeleton className="mb-5 h-14" label="Reading the job" />
      <Skeleton className="h-96" />
    </>
  );
}
