import type { IconName } from "../show/Icon";
import type { Me } from "./me";

/** The pages in the navigation. A participant has one participant: its own. */
export function places(me: Me | undefined) {
  const own = me?.participantId;
  return [
    { to: "/", icon: "overview", name: "nav.overview" },
    { to: "/workers", icon: "workers", name: "nav.workers" },
    me?.isOperator
      ? { to: "/participants", icon: "people", name: "nav.participants" }
      : own != null && { to: `/participants/${own}`, icon: "people", name: "nav.earnings" },
    { to: "/payouts", icon: "payouts", name: "nav.payouts" },
    me?.isOperator && { to: "/audit", icon: "audit", name: "nav.audit" },
    { to: "/account", icon: "account", name: "nav.account" },
  ].filter((place) => place !== false) as { to: string; icon: IconName; name: PlaceName }[];
}

export type PlaceName =
  "nav.overview" | "nav.workers" | "nav.participants" | "nav.earnings" | "nav.payouts" | "nav.audit" | "nav.account";
