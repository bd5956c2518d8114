'use client';
import { useQueryStates } from 'nuqs';
import { useMemo } from 'react';
import { decideRange, type RangeInput, type RangeName } from './decide-range.ts';
import { rangeParams } from './range-params.ts';

export interface Range {
  readonly name: RangeName;
  readonly input: RangeInput;
  readonly isPinned: boolean;
  readonly choose: (name: RangeName) => void;
  readonly zoom: (window: { readonly fromAt: number; readonly toAt: number }) => void;
  readonly backToLive: () => void;
}

/** The range of the page's charts, kept in its address. */
export function useRange(): Range {
  const [{ range, fromAt, toAt }, setUrl] = useQueryStates(rangeParams, { history: 'push' });
  const input = useMemo(() => decideRange({ range, fromAt, toAt }), [range, fromAt, toAt]);
  return {
    name: range,
    input,
    isPinned: input.toAt !== undefined,
    choose: (next) => void setUrl({ range: next, fromAt: null, toAt: null }),
    zoom: (window) => void setUrl({ fromAt: window.fromAt, toAt: window.toAt }),
    backToLive: () => void setUrl({ fromAt: null, toAt: null }),
  };
}
