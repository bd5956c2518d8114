'use client';
import './globals.css';

/** The last resort: the frame around every page broke. */
export default function GlobalError({ retry }: { readonly error: unknown; readonly retry: () => void }) {
  return (
    <html lang="en">
      <body>
        <title>Leeway</title>
        <main className="grid min-h-dvh place-items-center px-4 text-center">
          <div>
            <h1 className="text-xl font-semibold">The console broke</h1>
            <p className="mt-1 mb-4 text-muted">The tier is not touched by it: jobs go on being accepted and run.</p>
            <button
              type="button"
              onClick={() => retry()}
              className="h-9 rounded-md bg-accent px-4 font-medium text-on-accent"
            >
              Try again
            </button>
          </div>
        </main>
      </body>
    </html>
  );
}
