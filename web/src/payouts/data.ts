import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, body, nextCursor } from "../api/client";
import type { NewPayout, Payout } from "../api/shapes";

const EVERY_MS = 30_000;
const PAGE = 200;

export interface PayoutFilter {
  participant_id?: number;
  verified?: boolean;
  from?: string;
  to?: string;
}

interface PayoutPage {
  rows: Payout[];
  total: number;
  next: number | undefined;
}

/** Payouts, newest first, page after page as far as was scrolled. */
export function usePayouts(filter: PayoutFilter) {
  return useInfiniteQuery({
    queryKey: ["payouts", filter],
    initialPageParam: undefined as number | undefined,
    queryFn: async ({ pageParam: cursor }): Promise<PayoutPage> => {
      const { data, response } = await api.GET("/api/v1/payouts", {
        params: { query: { ...filter, limit: PAGE, cursor } },
      });
      return {
        rows: data ?? [],
        total: Number(response.headers.get("x-total-count")),
        next: nextCursor(response.headers.get("link")),
      };
    },
    getNextPageParam: (page) => page.next,
    refetchInterval: ({ state }) => (state.data && state.data.pages.length > 1 ? false : EVERY_MS),
  });
}

export function useUnassigned(enabled: boolean) {
  return useQuery({
    queryKey: ["unassigned"],
    queryFn: () => body(api.GET("/api/v1/payouts/unassigned", { params: { query: { limit: 1000 } } })),
    enabled,
    refetchInterval: 2 * EVERY_MS,
  });
}

export function useChain() {
  return useQuery({
    queryKey: ["chain"],
    queryFn: () => body(api.GET("/api/v1/payouts/chain")),
    refetchInterval: EVERY_MS,
  });
}

export function useRecordPayout() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (payout: NewPayout) => body(api.POST("/api/v1/payouts", { body: payout })),
    onSuccess: () => client.invalidateQueries({ queryKey: ["payouts"] }),
  });
}

export function useVerify() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (payout_id: number) =>
      body(api.POST("/api/v1/payouts/{payout_id}/verify", { params: { path: { payout_id } } })),
    onSettled: () => client.invalidateQueries({ queryKey: ["payouts"] }),
  });
}
