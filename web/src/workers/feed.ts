import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { changed, follow } from "../api/live";
import type { Worker, WorkerAnswer } from "../api/shapes";
import { shownOut } from "../app/leave";
import { remember } from "./recent";

/** Lets the live feed write into what the pages show: the list, and each worker's own page. */
export function useFeed(): void {
  const client = useQueryClient();
  useEffect(
    () =>
      follow({
        onSignedOut: shownOut,
        onChanges: (changes) => {
          client.setQueryData<Worker[]>(["workers"], (rows) => changed(rows ?? [], changes));
          const told = changes.flatMap((change) => (change.kind === "is" ? change.worker : []));
          remember(told);
          for (const worker of told) {
            client.setQueryData<WorkerAnswer>(["worker", worker.id], (page) => page && { ...page, ...worker });
          }
        },
      }),
    [client],
  );
}
