import Link from 'next/link';
import { Wordmark } from '#components/brand.tsx';

export default function NotFound() {
  return (
    <main className="grid min-h-dvh place-items-center px-4">
      <div className="text-center">
        <span className="inline-block">
          <Wordmark />
        </span>
        <h1 className="mt-6 text-xl font-semibold">There is no such page</h1>
        <p className="mt-1 mb-4 text-muted">The address may be mistyped, or what it named is no longer there.</p>
        <Link href="/" className="font-medium text-accent underline underline-offset-4">
          To the overview
        </Link>
      </div>
    </main>
  );
}
