import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, body, everyRow } from "../api/client";
import type { components } from "../api/schema";

export type Code = components["schemas"]["CodeOut"];
export type Agent = components["schemas"]["AgentOut"];

const EVERY_MS = 30_000;

export function useCodes() {
  return useQuery({
    queryKey: ["codes"],
    queryFn: () =>
      everyRow((cursor) => api.GET("/api/v1/agents/codes", { params: { query: { limit: 1000, cursor } } })),
  });
}

export function useAgents() {
  return useQuery({
    queryKey: ["agents"],
    queryFn: () => everyRow((cursor) => api.GET("/api/v1/agents", { params: { query: { limit: 1000, cursor } } })),
    refetchInterval: EVERY_MS,
  });
}

export function useMakeCode() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (code: components["schemas"]["NewCode"]) => body(api.POST("/api/v1/agents/codes", { body: code })),
    onSuccess: () => client.invalidateQueries({ queryKey: ["codes"] }),
  });
}

export function useRevokeCode() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (code_id: number) =>
      body(api.DELETE("/api/v1/agents/codes/{code_id}", { params: { path: { code_id } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: ["codes"] }),
  });
}
