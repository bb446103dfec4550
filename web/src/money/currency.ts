// In which currency amounts are shown beside the coin: kept in this browser.
import { CURRENCIES } from "../show/facts";

const PLACE = "cocoonpool.currency";
export const NONE = "none";

const listeners = new Set<() => void>();

/** A currency, or `NONE`; at first the one that comes first. */
export function currency(): string {
  const kept = localStorage.getItem(PLACE);
  return kept !== null && [...CURRENCIES, NONE].includes(kept) ? kept : (CURRENCIES[0] ?? NONE);
}

export function setCurrency(wanted: string): void {
  localStorage.setItem(PLACE, wanted);
  listeners.forEach((tell) => tell());
}

export function watchCurrency(tell: () => void): () => void {
  listeners.add(tell);
  return () => listeners.delete(tell);
}
