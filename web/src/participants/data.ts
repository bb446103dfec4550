import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, body, everyRow } from "../api/client";
import type { NewParticipant, ParticipantChange, Statement } from "../api/shapes";

const EVERY_MS = 30_000;

/** Every participant this key may see: all, or itself. */
export function useParticipants(enabled = true) {
  return useQuery({
    queryKey: ["participants"],
    queryFn: () =>
      everyRow((cursor) => api.GET("/api/v1/participants", { params: { query: { limit: 1000, cursor } } })),
    refetchInterval: EVERY_MS,
    enabled,
  });
}

export function useParticipant(participant_id: number) {
  return useQuery({
    queryKey: ["participant", participant_id],
    queryFn: () => body(api.GET("/api/v1/participants/{participant_id}", { params: { path: { participant_id } } })),
    refetchInterval: EVERY_MS,
  });
}

export function useParticipantEarnings(participant_id: number) {
  return useQuery({
    queryKey: ["participant", participant_id, "earnings"],
    queryFn: () =>
      body(api.GET("/api/v1/participants/{participant_id}/earnings", { params: { path: { participant_id } } })),
    refetchInterval: 2 * EVERY_MS,
  });
}

export function usePayoutSummary(participant_id: number) {
  return useQuery({
    queryKey: ["participant", participant_id, "summary"],
    queryFn: () =>
      body(api.GET("/api/v1/payouts/participant/{participant_id}/summary", { params: { path: { participant_id } } })),
    refetchInterval: 2 * EVERY_MS,
  });
}

export function useStatement(participant_id: number, month: string, timezone: string) {
  return useQuery({
    queryKey: ["participant", participant_id, "statement", month, timezone],
    queryFn: async () => {
      const asked = { path: { participant_id }, query: { month, timezone, format: "json" as const } };
      const { data } = await api.GET("/api/v1/participants/{participant_id}/statement", { params: asked });
      return data as Statement; // the same address also gives CSV, when asked to
    },
  });
}

export function useAddParticipant() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (participant: NewParticipant) => body(api.POST("/api/v1/participants", { body: participant })),
    onSuccess: () => client.invalidateQueries({ queryKey: ["participants"] }),
  });
}

export function useChangeParticipant(participant_id: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (change: ParticipantChange) =>
      body(api.PATCH("/api/v1/participants/{participant_id}", { params: { path: { participant_id } }, body: change })),
    onSuccess: (changed) => {
      client.setQueryData(["participant", participant_id], changed);
      return client.invalidateQueries({ queryKey: ["participants"] });
    },
  });
}
