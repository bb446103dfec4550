import { useSyncExternalStore } from "react";
import { connection } from "./connection";
import { amountsAsText } from "./exact";
import { session } from "./session";
import type { Worker } from "./shapes";

// The live feed: the newest state of every worker, as it changes. A break is bridged from where it happened.
const GATHER_MS = 250;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 15_000;
const SIGNED_OUT = 4401;

export type Change = { kind: "forget" } | { kind: "is"; worker: Worker } | { kind: "gone"; id: number };

interface Listeners {
  onChanges: (changes: Change[]) => void;
  onSignedOut: () => void;
}

let flowing = false;
const watchers = new Set<() => void>();

/** Keeps a feed open until the returned function is called. */
export function follow({ onChanges, onSignedOut }: Listeners): () => void {
  let socket: WebSocket;
  let since = "";
  let wait = FIRST_WAIT_MS;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let ended = false;
  const gathered = gatherer(onChanges);

  function open() {
    socket = new WebSocket(`${location.origin.replace("http", "ws")}/ws/metrics?since=${encodeURIComponent(since)}`);
    socket.onopen = () => {
      const token = session.key();
      if (token) socket.send(JSON.stringify({ token }));
    };
    socket.onmessage = ({ data }: MessageEvent<string>) => {
      const { change, cursor } = understood(data);
      since = cursor ?? since;
      wait = FIRST_WAIT_MS;
      flows(true);
      connection.answered();
      if (change) gathered.add(change);
    };
    socket.onclose = ({ code }) => {
      flows(false);
      if (ended) return;
      if (code === SIGNED_OUT) return onSignedOut();
      connection.doubt();
      timer = setTimeout(open, wait);
      wait = Math.min(2 * wait, LONGEST_WAIT_MS);
    };
  }

  open();
  return () => {
    ended = true;
    clearTimeout(timer);
    gathered.stop();
    socket.close();
    flows(false);
  };
}

/** One message of the feed. */
export function understood(data: string): { change: Change | null; cursor: string | undefined } {
  const { cursor, ...told } = JSON.parse(amountsAsText(data)) as Record<string, unknown>;
  delete told.sample; // pages that draw histories ask for them
  const place = typeof cursor === "string" ? cursor : undefined;
  if ("snapshot" in told) return { change: told.snapshot ? { kind: "forget" } : null, cursor: place };
  if (told.removed) return { change: { kind: "gone", id: Number(told.id) }, cursor: place };
  return { change: { kind: "is", worker: told as unknown as Worker }, cursor: place };
}

/** Rows after changes, in order of id. */
export function changed(rows: Worker[], changes: Change[]): Worker[] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  for (const change of changes) {
    if (change.kind === "forget") byId.clear();
    else if (change.kind === "gone") byId.delete(change.id);
    else byId.set(change.worker.id, change.worker);
  }
  return [...byId.values()].sort((a, b) => a.id - b.id);
}

/** Hands changes on a few times a second, however many come. */
function gatherer(onChanges: (changes: Change[]) => void) {
  let waiting: Change[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    add(change: Change) {
      waiting.push(change);
      timer ??= setTimeout(() => {
        timer = undefined;
        onChanges(waiting.splice(0));
      }, GATHER_MS);
    },
    stop() {
      clearTimeout(timer);
      waiting = [];
    },
  };
}

function flows(now: boolean): void {
  if (flowing === now) return;
  flowing = now;
  watchers.forEach((tell) => tell());
}

export const isLive = (): boolean => flowing;

function subscribe(tell: () => void): () => void {
  watchers.add(tell);
  return () => watchers.delete(tell);
}

/** Whether changes come by themselves; while they do not, lists are asked for anew again and again. */
export function useLive(): boolean {
  return useSyncExternalStore(subscribe, isLive);
}
