// The live feed: a few fields of every worker first, then what changes of them. A break is bridged from where it was.
import { connection } from "./connection";
import { amountsAsText } from "./exact";
import { session } from "./session";

/** Seconds between two messages: what changes more often is told once. */
const EVERY_S = 2;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 15_000;
const PATIENCE_MS = 3_000;
const SIGNED_OUT = 4401;

/** `opening` at the very first, as long as it may still come at once. */
export type Flow = "opening" | "live" | "cut";

/** Values of the workers in `id`, in their order: `{id: [1, 2], model: ["a", null]}`. */
export type Block = { id: number[] } & Record<string, unknown[]>;

export interface News {
  /** Forget what was: everything comes anew. */
  snapshot?: boolean;
  changed?: Block[];
  removed?: number[];
  /** Nothing more is known now. */
  complete?: boolean;
}

export function read(data: string): News & { cursor: string } {
  return JSON.parse(amountsAsText(data)) as News & { cursor: string };
}

let socket: WebSocket | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;
let flow: Flow = "opening";
let isRefused = false;
let onRefused: (() => void) | null = null;
const watchers = new Set<() => void>();

export const feed = {
  /** Opens it, once; it opens itself again after every break. */
  start(fields: readonly string[], take: (news: News) => void): void {
    if (socket) return;
    open(fields, take, "", FIRST_WAIT_MS);
    setTimeout(() => flow === "opening" && becomes("cut"), PATIENCE_MS);
  },

  /** Calls `tell` when the credentials are no longer taken, also if that was so before. */
  whenRefused(tell: () => void): () => void {
    onRefused = tell;
    if (isRefused) tell();
    return () => (onRefused = null);
  },

  flow: (): Flow => flow,

  subscribe(tell: () => void): () => void {
    watchers.add(tell);
    return () => watchers.delete(tell);
  },
};

function open(fields: readonly string[], take: (news: News) => void, since: string, wait: number): void {
  const asked = new URLSearchParams({ since, fields: fields.join(), every: String(EVERY_S) });
  const own = new WebSocket(`${location.origin.replace("http", "ws")}/ws/metrics?${asked}`);
  socket = own;
  own.onopen = () => {
    const token = session.key();
    if (token) own.send(JSON.stringify({ token }));
  };
  own.onmessage = ({ data }: MessageEvent<string>) => {
    const { cursor, ...news } = read(data);
    since = cursor;
    wait = FIRST_WAIT_MS;
    take(news);
    becomes("live");
    connection.answered();
  };
  own.onclose = ({ code }) => {
    becomes("cut");
    if (code === SIGNED_OUT) return refused();
    connection.doubt();
    clearTimeout(timer);
    timer = setTimeout(() => open(fields, take, since, Math.min(2 * wait, LONGEST_WAIT_MS)), wait);
  };
}

function refused(): void {
  isRefused = true;
  onRefused?.();
}

function becomes(now: Flow): void {
  if (flow === now) return;
  flow = now;
  watchers.forEach((tell) => tell());
}
