import { useSyncExternalStore } from "react";

const narrow = typeof matchMedia === "function" ? matchMedia("(max-width: 759px)") : null;

function subscribe(tell: () => void): () => void {
  narrow?.addEventListener("change", tell);
  return () => narrow?.removeEventListener("change", tell);
}

/** Whether the page is as narrow as a phone. */
export function usePhone(): boolean {
  return useSyncExternalStore(subscribe, () => narrow?.matches ?? false);
}
