/** What the API answered instead of what was asked for. `status` 0: no answer came at all. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly retryAfter: number | null = null,
  ) {
    super(message);
  }

  get isSignedOut(): boolean {
    return this.status === 401;
  }
}

interface Fault {
  loc: (string | number)[];
  msg: string;
}

/** The refusal in an answer: one sentence, or one for each field that was malformed. */
export async function refusalOf(response: Response): Promise<Refusal> {
  const wait = Number(response.headers.get("retry-after")) || null;
  try {
    const { detail, code } = (await response.clone().json()) as { detail: string | Fault[]; code?: string };
    return new Refusal(
      response.status,
      code ?? "",
      typeof detail === "string" ? detail : detail.map(sentence).join("\n"),
      wait,
    );
  } catch {
    return new Refusal(response.status, "", `${response.status} ${response.statusText}`, wait);
  }
}

function sentence({ loc, msg }: Fault): string {
  const field = loc.filter((part) => part !== "body" && part !== "query").join(".");
  return field ? `${field}: ${msg}` : msg;
}
