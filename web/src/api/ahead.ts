// What is asked for before the pages' code is there, so that neither waits for the other.
import { session } from "./session";

const asked = new Map<string, Promise<Response>>();

export function askAhead(path: string): void {
  const key = session.key();
  const answer = fetch(path, key ? { headers: { Authorization: `Bearer ${key}` } } : undefined);
  answer.catch(() => undefined); // whoever takes it is told
  asked.set(path, answer);
}

/** The answer that was asked for ahead, for the first who wants it. */
export function answerAhead(path: string): Promise<Response> | undefined {
  const answer = asked.get(path);
  asked.delete(path);
  return answer;
}
