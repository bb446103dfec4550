import { useQuery } from "@tanstack/react-query";
import { api, body } from "../api/client";

export interface Me {
  isOperator: boolean;
  /** Null: an operator who is nobody's worker owner. */
  participantId: number | null;
  /** Null: by API key. */
  sessionId: number | null;
  wallet: string | null;
}

async function whoAmI(): Promise<Me> {
  const me = await body(api.GET("/api/v1/auth/me"));
  return {
    isOperator: me.role === "operator",
    participantId: me.participant_id,
    sessionId: me.session_id,
    wallet: me.ton_wallet_address,
  };
}

/** Who is looking at this page: by the key of this tab, or by the session's cookie. */
export function useMe() {
  return useQuery({ queryKey: ["me"], queryFn: whoAmI, staleTime: Infinity, refetchOnWindowFocus: "always" });
}
