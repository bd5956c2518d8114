import { Skeleton } from '#components/skeleton.tsx';

export default function Loading() {
  return (
    <>
      <Skeleton className="mb-5 h-9 w-56" label="Reading who waits" />
      <Skeleton className="h-96" />
    </>
  );
}
