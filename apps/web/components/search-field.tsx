'use client';
import { LIMITS } from '@leeway/domain/limits';
import { Search } from 'lucide-react';
import { useEffect, useState } from 'react';
import { inputClass } from './field.tsx';

interface SearchFieldProps {
  readonly label: string;
  readonly placeholder: string;
  readonly value: string;
  readonly onChange: (value: string | null) => void;
  /** How long somebody types on before it counts: what is searched elsewhere should not be asked for each letter. */
  readonly pauseMs?: number;
}

export function SearchField({ label, placeholder, value, onChange, pauseMs = 0 }: SearchFieldProps) {
  const [typed, setTyped] = useState<string | null>(null);
  useEffect(() => {
    if (typed === null) return;
    const timer = setTimeout(() => {
      onChange(typed || null);
      setTyped(null);
    }, pauseMs);
    return () => clearTimeout(timer);
  }, [typed, onChange, pauseMs]);
  return (
    <div className="relative min-w-52 flex-1 sm:max-w-80">
      <Search
        aria-hidden="true"
        className="pointer-events-none absolute top-2.5 left-2.5 size-4 max-sm:top-3.5 text-muted"
      />
      <input
        type="search"
        aria-label={label}
        placeholder={placeholder}
        maxLength={LIMITS.nameLength}
        value={typed ?? value}
        onChange={({ target }) => (pauseMs === 0 ? onChange(target.value || null) : setTyped(target.value))}
        className={inputClass(false, 'control pl-8.5')}
      />
    </div>
  );
}
