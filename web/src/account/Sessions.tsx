import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "react-aria-components/Button";
import { useTranslation } from "react-i18next";
import { api, body, everyRow } from "../api/client";
import type { components } from "../api/schema";
import { Address } from "../show/Copy";
import { Age, Moment } from "../show/Moment";
import { Panel } from "../show/Panel";
import { Plain } from "../show/Plain";
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
            <List sessions={rows} onEnd={(id) => end.mutate(id)} busy={end.isPending} />
          )
        }
      </Loaded>
    </Panel>
  );
}

type Session = components["schemas"]["SessionOut"];

function List({ sessions, onEnd, busy }: { sessions: Session[]; onEnd: (id: number) => void; busy: boolean }) {
  const { t } = useTranslation();
  const end = (session: Session) => (
    <Button className="button small danger" isDisabled={busy} onPress={() => onEnd(session.id)}>
      {t("sessions.end")}
    </Button>
  );
  const browser = ({ user_agent: name }: Session) => (
    <span className="agent clip" title={name ?? undefined}>
      {name ?? UNKNOWN}
    </span>
  );
  return (
    <Plain
      label={t("sessions.title")}
      rows={sessions}
      rowKey={(session) => session.id}
      columns={[
        {
          title: t("sessions.wallet"),
          cell: (session) => <Address text={session.ton_wallet_address} what={t("sessions.wallet")} />,
        },
        { title: t("sessions.where"), cell: (session) => session.address ?? UNKNOWN },
        { title: t("sessions.what"), cell: browser },
        { title: t("sessions.opened"), cell: (session) => <Moment at={session.created_at} /> },
        { title: t("sessions.used"), cell: (session) => <Age at={session.last_used_at} /> },
        {
          title: t("sessions.end"),
          quiet: true,
          cell: (session) => (session.current ? t("sessions.this") : end(session)),
        },
      ]}
    />
  );
}
