// Sums of a fleet's buckets. A bucket nobody looked in is missing, a figure nobody told is null: neither is a zero.
import { nanoton, tonText } from "../money/nanoton";

export interface Buckets {
  timestamp: string[];
  revenue_ton: (string | null)[];
  requests: (number | null)[];
  tokens: (number | null)[];
  looks: (number | null)[];
}

export interface Sum {
  revenue: string | null;
  requests: number | null;
  tokens: number | null;
  /** Looks that were made of those that should have been; null when none should. */
  coverage: number | null;
}

/** What the buckets from `from` (unix ms) until `now` add up to. `expected`: looks a second, of all workers together. */
export function sumSince(buckets: Buckets | undefined, from: number, now: number, expected: number): Sum {
  const places = (buckets?.timestamp ?? []).flatMap((at, place) => (Date.parse(at) >= from ? place : []));
  const known = <T>(column: (T | null)[] | undefined) => places.flatMap((place) => column?.[place] ?? []);
  const revenue = known(buckets?.revenue_ton);
  const looks = total(known(buckets?.looks)) ?? 0;
  const wanted = ((now - from) / 1000) * expected;
  return {
    revenue: revenue.length ? tonText(revenue.reduce((sum, one) => sum + nanoton(one), 0n)) : null,
    requests: total(known(buckets?.requests)),
    tokens: total(known(buckets?.tokens)),
    coverage: wanted > 0 ? Math.min(1, looks / wanted) : null,
  };
}

function total(values: number[]): number | null {
  return values.length ? values.reduce((sum, one) => sum + one, 0) : null;
}
