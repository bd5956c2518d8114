import Link from 'next/link';

/** The name of a use case in a table: the whole row leads to its page. */
export function UseCaseLink({ name }: { readonly name: string }) {
  return (
    <Link
      href={`/use-cases/${encodeURIComponent(name)}`}
      className="inline-block min-w-32 font-medium wrap-anywhere after:absolute after:inset-0 hover:underline"
    >
      {name}
    </Link>
  );
}
