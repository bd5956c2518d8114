import type { Metadata } from 'next';
import type { SearchParams } from 'nuqs/server';
import { Wordmark } from '#components/brand.tsx';
import { SignInForm } from '#features/session/sign-in-form.tsx';
import { safeNextPath } from '#lib/safe-next-path.ts';
import { loadSignInSearch } from './search-params.ts';

export const metadata: Metadata = { title: 'Sign in' };

export default async function SignInPage({ searchParams }: { readonly searchParams: Promise<SearchParams> }) {
  const { next } = await loadSignInSearch(searchParams);
  return (
    <main className="grid min-h-dvh place-items-center px-4 py-10">
      <div className="w-full max-w-sm">
        <Wordmark />
        <h1 className="mt-8 text-2xl leading-tight font-semibold tracking-[-0.02em]">
          Work that nobody waits for, on time.
        </h1>
        <p className="mt-2 mb-6 text-muted">
          Sign in to see why a job waits, how late it may be, and who is using what.
        </p>
        <div className="rounded-lg border border-line bg-surface p-5 shadow-(--shadow-raised)">
          <SignInForm nextPath={safeNextPath(next)} />
        </div>
      </div>
    </main>
  );
}
