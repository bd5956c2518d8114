/** The mark: a course held (the line) and the room on its lee side that may be spent. */
function BrandMark({ className = 'size-6' }: { readonly className?: string }) {
  return (
    <svg viewBox="0 0 24 24" className={className} aria-hidden="true" focusable="false">
      <path d="M4 3.5h4.2v12.3L19.5 20.5H4z" fill="var(--accent)" />
      <path d="M11.2 3.5h3.1l5.2 10.9v3l-8.3-3.5z" fill="var(--accent)" opacity="0.45" />
    </svg>
  );
}

export function Wordmark() {
  return (
    <span className="flex items-center gap-2">
      <BrandMark />
      <span className="text-[1.0625rem] leading-none font-semibold tracking-[-0.02em]">leeway</span>
    </span>
  );
}
