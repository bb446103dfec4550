// Whether the server answers. Every call tells it; while it does not, it is asked for signs of life until it does.
const PATIENCE_MS = 3000;

let lostAt: number | null = null;
let lastAnswer = Date.now();
const listeners = new Set<() => void>();
const healed = new Set<() => void>();

export const connection = {
  /** When the server was last heard, in unix ms, while it is silent; null while it answers. */
  lostAt: (): number | null => lostAt,

  subscribe(tell: () => void): () => void {
    listeners.add(tell);
    return () => listeners.delete(tell);
  },

  answered(): void {
    lastAnswer = Date.now();
    if (lostAt === null) return;
    lostAt = null;
    listeners.forEach((tell) => tell());
    healed.forEach((tell) => tell());
  },

  silent(): void {
    if (lostAt !== null) return;
    lostAt = lastAnswer;
    listeners.forEach((tell) => tell());
    setTimeout(() => void knock(), PATIENCE_MS);
  },

  /** Something went wrong that may be the connection, or not: asks. */
  doubt(): void {
    void fetch("/health", { cache: "no-store" }).catch(() => connection.silent());
  },

  /** Calls `tell` each time the server is back. */
  onHealed(tell: () => void): () => void {
    healed.add(tell);
    return () => healed.delete(tell);
  },
};

async function knock(): Promise<void> {
  if (lostAt === null) return;
  try {
    await fetch("/health", { cache: "no-store" });
    connection.answered();
  } catch {
    setTimeout(() => void knock(), PATIENCE_MS);
  }
}

if (typeof addEventListener === "function") {
  addEventListener("offline", () => connection.silent());
  addEventListener("online", () => void knock());
}
