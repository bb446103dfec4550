import { Refusal, refusalOf } from "../api/refusal";

/**
 * The key, once the API has taken it.
 *
 * Throws the API's refusal, or one with status 0 when nobody answered.
 */
export async function tryKey(key: string): Promise<string> {
  const headers = { Authorization: `Bearer ${key}` };
  const answer = await fetch("/api/v1/auth/me", { headers, credentials: "omit" }).catch((error: unknown) => {
    throw new Refusal(0, "no_answer", String(error));
  });
  if (!answer.ok) throw await refusalOf(answer);
  return key;
}
