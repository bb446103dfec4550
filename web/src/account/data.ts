import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, body, everyRow } from "../api/client";
import type { NewKey } from "../api/shapes";

export function useKeys() {
  return useQuery({
    queryKey: ["keys"],
    queryFn: () => everyRow((cursor) => api.GET("/api/v1/keys", { params: { query: { limit: 1000, cursor } } })),
  });
}

export function useMakeKey() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (key: NewKey) => body(api.POST("/api/v1/keys", { body: key })),
    onSuccess: () => client.invalidateQueries({ queryKey: ["keys"] }),
  });
}

export function useRevokeKey() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (key_id: number) => body(api.DELETE("/api/v1/keys/{key_id}", { params: { path: { key_id } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: ["keys"] }),
  });
}
