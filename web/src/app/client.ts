import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { connection } from "../api/connection";
import { Refusal } from "../api/refusal";
import { shownOut } from "./leave";

/** A key that is no longer taken leads back to the login page. */
function leaveWhenSignedOut(error: Error): void {
  if (error instanceof Refusal && error.isSignedOut) shownOut();
}

function worthAnotherTry(failures: number, error: Error): boolean {
  return failures < 2 && !(error instanceof Refusal && error.status < 500);
}

export const client = new QueryClient({
  queryCache: new QueryCache({ onError: leaveWhenSignedOut }),
  mutationCache: new MutationCache({ onError: leaveWhenSignedOut }),
  defaultOptions: {
    queries: { staleTime: 5_000, retry: worthAnotherTry, networkMode: "always" },
    mutations: { networkMode: "always" },
  },
});

connection.onHealed(() => void client.invalidateQueries());
