import { useState } from "react";
import { Button } from "react-aria-components/Button";
import { useTranslation } from "react-i18next";
import type { Me } from "../app/me";
import { Icon } from "../show/Icon";
import { Age, Moment } from "../show/Moment";
import { Panel } from "../show/Panel";
import { Sideways } from "../show/Sideways";
import { Loaded } from "../show/Waiting";
import { count } from "../show/format";
import { NewCode } from "./NewCode";
import { type Agent, type Code, useAgents, useCodes, useRevokeCode } from "./hosts";

/** GPU hosts whose agents send what their workers show, and the codes that let hosts in. */
export function Hosts({ me }: { me: Me }) {
  const { t } = useTranslation();
  const [making, setMaking] = useState(false);
  const make = (
    <Button className="button small" onPress={() => setMaking(true)}>
      <Icon name="plus" /> {t("hosts.make")}
    </Button>
  );
  return (
    <Panel title={t("hosts.title")} aside={make}>
      <Loaded query={useAgents()} lines={2}>
        {(agents) => (agents.length === 0 ? <p className="quiet">{t("hosts.none")}</p> : <Agents agents={agents} />)}
      </Loaded>
      <Loaded query={useCodes()} lines={1}>
        {(codes) => (codes.length === 0 ? null : <Codes codes={codes} />)}
      </Loaded>
      <NewCode me={me} open={making} onClose={() => setMaking(false)} />
    </Panel>
  );
}

function Agents({ agents }: { agents: Agent[] }) {
  const { t } = useTranslation();
  return (
    <Sideways label={t("hosts.title")}>
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">{t("hosts.host")}</th>
            <th scope="col">{t("hosts.version")}</th>
            <th scope="col">{t("nav.workers")}</th>
            <th scope="col">{t("hosts.lastBatch")}</th>
          </tr>
        </thead>
        <tbody>
          {agents.map((agent) => (
            <tr key={agent.id} className={agent.state === "revoked" ? "gone" : undefined}>
              <th scope="row" dir="auto">
                {agent.host}
              </th>
              <td>{agent.version}</td>
              <td>{count(agent.workers)}</td>
              <td>
                <Age at={agent.last_batch_at} staleAfter={90} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Sideways>
  );
}

function Codes({ codes }: { codes: Code[] }) {
  const { t } = useTranslation();
  const revoke = useRevokeCode();
  return (
    <details>
      <summary>{t("hosts.codes", { count: codes.length })}</summary>
      <Sideways label={t("hosts.code")}>
        <table className="plain">
          <thead>
            <tr>
              <th scope="col">{t("hosts.code")}</th>
              <th scope="col">{t("hosts.used")}</th>
              <th scope="col">{t("keys.expires")}</th>
              <th scope="col">
                <span className="unseen">{t("keys.revoke")}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {codes.map((code) => (
              <tr key={code.id} className={code.revoked_at ? "gone" : undefined}>
                <th scope="row">
                  <code>{code.prefix}…</code>
                </th>
                <td>{`${count(code.used)} / ${count(code.hosts)}`}</td>
                <td>
                  <Moment at={code.expires_at} />
                </td>
                <td>
                  {code.revoked_at ? (
                    t("keys.revoked")
                  ) : (
                    <Button
                      className="button small danger"
                      isDisabled={revoke.isPending}
                      onPress={() => revoke.mutate(code.id)}
                    >
                      {t("keys.revoke")}
                    </Button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Sideways>
    </details>
  );
}
