import { Refusal, refusalOf } from "../api/refusal";
import { session } from "../api/session";

/** What has come so far, in bytes. */
export type Progress = (bytes: number) => void;

/**
 * Fetches a file as the one who is signed in, and saves it under the name the API gives it.
 *
 * Throws the API's refusal.
 */
export async function download(url: string, progress?: Progress): Promise<void> {
  const response = await known(url);
  const name = /filename="([^"]+)"/.exec(response.headers.get("content-disposition") ?? "")?.[1] ?? "download";
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  const reader = response.body?.getReader();
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    parts.push(part.value);
    bytes += part.value.length;
    progress?.(bytes);
  }
  save(new Blob(parts, { type: response.headers.get("content-type") ?? "" }), name);
}

/** An answer to the one who is signed in. */
export async function known(url: string): Promise<Response> {
  const key = session.key();
  const headers: HeadersInit = key ? { Authorization: `Bearer ${key}` } : {};
  const response = await fetch(url, { headers }).catch((error: unknown) => {
    throw new Refusal(0, "no_answer", String(error));
  });
  if (!response.ok) throw await refusalOf(response);
  return response;
}

function save(blob: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
