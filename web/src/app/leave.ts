import { api } from "../api/client";
import { session } from "../api/session";
import { askWho } from "../login/place";

/** Ends the session or forgets the key, and with the page all that was read. */
export async function leave(): Promise<void> {
  if (session.key()) session.close();
  else await api.POST("/api/v1/auth/logout").catch(() => undefined);
  location.assign("/login");
}

/** The key or the session is no longer taken. */
export function shownOut(): void {
  session.close();
  askWho();
}
