import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "react-aria-components/Button";
import { useTranslation } from "react-i18next";
import { api, body, everyRow } from "../api/client";
import { Address } from "../show/Copy";
import { Age, Moment } from "../show/Moment";
import { Panel } from "../show/Panel";
import { Sideways } from "../show/Sideways";
import { Loaded } from "../show/Waiting";
import { UNKNOWN } from "../show/format";

/** Where one is signed in with a wallet; each can be ended from here, as of a machine that was lost. */
export function Sessions() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const sessions = useQuery({
    queryKey: ["sessions"],
    queryFn: () =>
      everyRow((cursor) => api.GET("/api/v1/auth/sessions", { params: { query: { limit: 1000, cursor } } })),
  });
  const end = useMutation({
    mutationFn: (session_id: number) =>
      body(api.DELETE("/api/v1/auth/sessions/{session_id}", { params: { path: { session_id } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: ["sessions"] }),
  });
  return (
    <Panel title={t("sessions.title")}>
      <Loaded query={sessions} lines={2}>
        {(rows) =>
          rows.length === 0 ? (
            <p className="quiet">{t("sessions.none")}</p>
          ) : (
            <Sideways label={t("sessions.title")}>
              <table className="plain">
                <thead>
                  <tr>
                    <th scope="col">{t("sessions.wallet")}</th>
                    <th scope="col">{t("sessions.where")}</th>
                    <th scope="col">{t("sessions.what")}</th>
                    <th scope="col">{t("sessions.opened")}</th>
                    <th scope="col">{t("sessions.used")}</th>
                    <th scope="col">
                      <span className="unseen">{t("sessions.end")}</span>
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {rows.map((row) => (
                    <tr key={row.id}>
                      <th scope="row">
                        <Address text={row.ton_wallet_address} what={t("sessions.wallet")} />
                      </th>
                      <td>{row.address ?? UNKNOWN}</td>
                      <td>
                        <span className="agent clip" title={row.user_agent ?? undefined}>
                          {row.user_agent ?? UNKNOWN}
                        </span>
                      </td>
                      <td>
                        <Moment at={row.created_at} />
                      </td>
                      <td>
                        <Age at={row.last_used_at} />
                      </td>
                      <td>
                        {row.current ? (
                          t("sessions.this")
                        ) : (
                          <Button
                            className="button small danger"
                            isDisabled={end.isPending}
                            onPress={() => end.mutate(row.id)}
                          >
                            {t("sessions.end")}
                          </Button>
                        )}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </Sideways>
          )
        }
      </Loaded>
    </Panel>
  );
}
