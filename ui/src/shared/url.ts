import { useCallback } from "react";
import { useSearchParams } from "wouter";

/** What the address says after `?`: read, and changed by some of its names; an empty value takes a name away. */
export function useUrlState(): [URLSearchParams, (changes: Record<string, string | null>, replace?: boolean) => void] {
  const [params, setParams] = useSearchParams();
  const change = useCallback(
    (changes: Record<string, string | null>, replace = true) => {
      setParams((now) => changed(now, changes), { replace });
    },
    [setParams],
  );
  return [params, change];
}

export function changed(now: URLSearchParams, changes: Record<string, string | null>): URLSearchParams {
  const next = new URLSearchParams(now);
  for (const [name, value] of Object.entries(changes)) {
    if (value) next.set(name, value);
    else next.delete(name);
  }
  return next;
}

/** The values of a list, in the order of `known`; what is not known is left out, as a link may be broken. */
export const listed = <T extends string>(text: string | null, known: readonly T[]): T[] => {
  const given = new Set((text ?? "").split(","));
  return known.filter((one) => given.has(one));
};
