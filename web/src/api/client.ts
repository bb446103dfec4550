import createClient, { type Middleware } from "openapi-fetch";
import { connection } from "./connection";
import { amountsAsText } from "./exact";
import { answerAhead } from "./ahead";
import { Refusal, refusalOf } from "./refusal";
import type { paths } from "./schema";
import { session } from "./session";

const exactAndKnown: Middleware = {
  onRequest({ request }) {
    const key = session.key();
    if (key) request.headers.set("Authorization", `Bearer ${key}`);
    return request;
  },
  async onResponse({ response }) {
    connection.answered();
    if (!response.ok) throw await refusalOf(response);
    if (!response.headers.get("content-type")?.startsWith("application/json")) return response;
    const { status, headers } = response;
    return new Response(amountsAsText(await response.text()), { status, headers });
  },
  onError({ error }) {
    if (error instanceof Refusal || (error instanceof Error && error.name === "AbortError")) return error;
    connection.silent();
    return new Refusal(0, "no_answer", String(error));
  },
};

/** The API by its own description: paths, parameters and answers are typed, amounts are exact text. */
export const api = createClient<paths>({
  baseUrl: "/",
  fetch: (request) => answerAhead(new URL(request.url).pathname) ?? fetch(request),
});
api.use(exactAndKnown);

/** The answer's body. The client has thrown a `Refusal` where there is none. */
export async function body<T>(asked: Promise<{ data?: T }>): Promise<T> {
  return (await asked).data as T;
}

interface Page<T> {
  data?: T[];
  response: Response;
}

/** All rows of a list, page after page. */
export async function everyRow<T>(page: (cursor: number | undefined) => Promise<Page<T>>): Promise<T[]> {
  const rows: T[] = [];
  let cursor: number | undefined;
  do {
    const { data, response } = await page(cursor);
    rows.push(...(data ?? []));
    cursor = nextCursor(response.headers.get("link"));
  } while (cursor !== undefined);
  return rows;
}

/** The cursor in a `Link: <…>; rel="next"` header. */
export function nextCursor(link: string | null): number | undefined {
  const target = link?.match(/<([^>]*)>;\s*rel="next"/)?.[1];
  const cursor = target && new URL(target, location.origin).searchParams.get("cursor");
  return cursor ? Number(cursor) : undefined;
}
