import type { components } from "./schema";

type Shapes = components["schemas"];

export type WorkerItem = Shapes["WorkerItem"];
/** A worker as lists show it: without what only its own page needs. */
export type Worker = Pick<
  WorkerItem,
  | "id"
  | "participant_id"
  | "worker_name"
  | "host"
  | "stats_port"
  | "is_active"
  | "model"
  | "latest_status"
  | "latest_gpu_utilization"
  | "latest_revenue_ton"
  | "reported_price_coefficient"
  | "latest_sample_at"
  | "last_seen"
> & { causes: Reason[] };
/** A cause without its advice. */
export type Reason = Pick<Shapes["CauseItem"], "code" | "severity" | "since">;
export type WorkerAnswer = Shapes["WorkerAnswer"];
export type WorkerDetail = Shapes["WorkerDetail"];
export type WorkerEarnings = Shapes["WorkerEarnings"];
export type Cause = Shapes["CauseItem"];
export type Status = Shapes["Status"];
export type Severity = Shapes["Severity"];
export type MetricPoint = Shapes["MetricPoint"];
export type Series = Shapes["Series"];
export type Stats = Shapes["Stats"];
export type Participant = Shapes["ParticipantOut"];
export type ParticipantEarnings = Shapes["ParticipantEarnings"];
export type Stages = Pick<
  ParticipantEarnings,
  "claimed" | "committed_to_proxy_db" | "committed_to_blockchain" | "cashed_out" | "received" | "gap" | "received_as_of"
>;
export type Payout = Shapes["PayoutOut"];
export type Unassigned = Shapes["UnassignedOut"];
export type Chain = Shapes["ChainOut"];
export type Summary = Shapes["SummaryOut"];
export type Statement = Shapes["StatementOut"];
export type Key = Shapes["KeyOut"];
export type MadeKey = Shapes["MadeKey"];
export type NewWorker = Shapes["NewWorker"];
export type WorkerChange = Shapes["WorkerChange"];
export type NewParticipant = Shapes["NewParticipant"];
export type ParticipantChange = Shapes["ParticipantChange"];
export type NewPayout = Shapes["NewPayout"];
export type LogEntry = Shapes["LogEntry"];
export type Wish = Shapes["WishOut"];
export type NewWish = Shapes["NewWish"];
export type NewKey = Shapes["NewKey"];
