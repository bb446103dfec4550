import type { components } from "./schema";

type Shapes = components["schemas"];

export type Worker = Shapes["WorkerItem"];
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
export type NewKey = Shapes["NewKey"];
