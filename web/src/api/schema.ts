// Made by `make types` from the OpenAPI document.
export interface paths {
  "/api/v1/workers": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List Workers
     * @description Workers in order of id, each with its latest figures. A participant finds only its own.
     */
    get: operations["list_workers"];
    put?: never;
    /**
     * Create Worker
     * @description Registers a worker that the pool itself asks. Its host must be inside the allowed networks.
     */
    post: operations["create_worker"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/workers/{worker_id}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Get Worker
     * @description One worker, with all that its last reading says.
     */
    get: operations["get_worker"];
    put?: never;
    post?: never;
    /**
     * Delete Worker
     * @description Takes a worker out of the pool. What it earned, and its history, stay on the books.
     */
    delete: operations["delete_worker"];
    options?: never;
    head?: never;
    /**
     * Change Worker
     * @description Changes a worker. With `is_active` false it is paused at once. A participant may rename its own.
     */
    patch: operations["change_worker"];
    trace?: never;
  };
  "/api/v1/workers/{worker_id}/metrics": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Get Worker Metrics
     * @description How a worker was over time. In a bucket: counters and money as last told, gauges as their mean, the worst status.
     *
     *     A figure that nobody told is null; time in which nobody looked has no point. Numbers may have blanks before them.
     *     More points than some thousands are sent as they are read, and `metrics_count` then comes last.
     */
    get: operations["get_worker_metrics"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/workers/{worker_id}/stats": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Get Worker Stats
     * @description What a worker did in a period: requests, tokens, money, load, and how much of the time is known at all.
     */
    get: operations["get_worker_stats"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/metrics/query": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Query Metrics
     * @description The series of many workers, added up or averaged: over all, by participant, by model, or each by itself.
     *
     *     Counters are what was added in each bucket, gauges the mean over it. A bucket nobody looked in is left out; a figure
     *     nobody told is null. Buckets are whole, so the first may begin before the period.
     */
    get: operations["query_metrics"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/participants/{participant_id}/earnings": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Get Participant Earnings
     * @description How sure the earnings of a participant's worker contracts are: claimed, committed, cashed out, received.
     *
     *     The gap is what was cashed out and never arrived, and since when. What nobody has told is null.
     */
    get: operations["get_participant_earnings"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/workers/{worker_id}/earnings": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Get Worker Earnings
     * @description A worker's share in its worker contracts, beside what is known of each contract.
     *
     *     A worker contract belongs to an owner and a proxy, not to a machine: what was committed, cashed out and received is
     *     known of the contract only.
     */
    get: operations["get_worker_earnings"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/participants": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List Participants
     * @description Participants in order of id. A participant finds only itself.
     */
    get: operations["list_participants"];
    put?: never;
    /**
     * Create Participant
     * @description Registers a wallet, and with it the person who is paid.
     */
    post: operations["create_participant"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/participants/wallet/{wallet_address}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Get Participant By Wallet
     * @description The participant of a wallet, in any form of its address.
     */
    get: operations["get_participant_by_wallet"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/participants/{participant_id}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Get Participant
     * @description One participant, with what it has and what it earned.
     */
    get: operations["get_participant"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    /**
     * Change Participant
     * @description Changes contact data and the wallet; operators also what is theirs to decide. Fields left out stay as they are.
     *
     *     A change of the wallet or the e-mail address needs a fresh login, or an operator. The wallet changes after a delay.
     */
    patch: operations["change_participant"];
    trace?: never;
  };
  "/api/v1/participants/{participant_id}/wallet-change": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /**
     * Cancel Wallet Change
     * @description Stops a change of the wallet that has not taken effect: by the present wallet, logged in, or an operator.
     */
    delete: operations["cancel_wallet_change"];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/participants/{participant_id}/statement": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Get Statement
     * @description What a participant earned in a month, by worker and proxy; what was paid, with links; and the balance.
     *
     *     The figures add up to the ledger to the nanoTON. What was earned in a contract before it was first seen is in no
     *     month's earnings: it is brought in, in the month of that first look.
     */
    get: operations["get_statement"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/payouts/export/tax-report": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Export Tax Report
     * @description A year's payouts of one participant, one row each, as a file for the tax office or a tax tool.
     *
     *     `X-Missing-Prices` counts the rows whose value is an empty cell, because no two sources agreed on a price (yet);
     *     `X-Total-Count` counts the rows.
     */
    get: operations["export_tax_report"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/payouts": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List Payouts
     * @description Payouts, newest first. A participant finds only its own.
     */
    get: operations["list_payouts"];
    put?: never;
    /**
     * Create Payout
     * @description Records a payout by hand. It is a claim until the chain is asked, which happens by itself.
     */
    post: operations["create_payout"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/payouts/unassigned": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List Unassigned Transfers
     * @description TON that left the pool's wallets and is nobody's payout, newest first.
     */
    get: operations["list_unassigned_transfers"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/payouts/chain": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Get Chain View
     * @description How old our view of the chain is, and how far the pool's wallets are read.
     */
    get: operations["get_chain_view"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/payouts/participant/{participant_id}/summary": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Get Payout Summary
     * @description What a participant was paid: in all, by year and by month (UTC).
     */
    get: operations["get_payout_summary"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/payouts/{payout_id}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Get Payout
     * @description One payout, with what the chain says of it.
     */
    get: operations["get_payout"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/payouts/{payout_id}/verify": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Verify Payout
     * @description Asks the chain at once. When nobody can say, the payout stays as it is, with the reason.
     */
    post: operations["verify_payout"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/log": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List Log
     * @description What happened to workers, newest first; the newest 100,000 entries are kept.
     */
    get: operations["list_log"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/prices/current": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Get Current Price
     * @description The newest price of one coin that two sources agree on: for people, not for books.
     */
    get: operations["get_current_price"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/auth/ton-proof/payload": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Create Login Payload
     * @description A payload for the wallet to sign, within five minutes and in this browser: a cookie binds it.
     */
    post: operations["create_login_payload"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/auth/ton-proof": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Log In
     * @description Opens a session for a proven wallet, in a cookie. Answers the participant; null for an operator who is none.
     */
    post: operations["log_in"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/auth/me": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Get Me
     * @description Who is asking, and what they may do.
     */
    get: operations["get_me"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/auth/logout": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Log Out
     * @description Ends the session of this request.
     */
    post: operations["log_out"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/auth/sessions": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List Sessions
     * @description Sessions that last, in order of id. A participant sees its own, an operator all.
     */
    get: operations["list_sessions"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/auth/sessions/{session_id}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /**
     * End Session
     * @description Ends a session at once, as on a machine that was lost.
     */
    delete: operations["end_session"];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/keys": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List Keys
     * @description Keys, revoked ones too. A participant sees own keys.
     */
    get: operations["list_keys"];
    put?: never;
    /**
     * Create Key
     * @description Makes a key and shows it, once. Needs a fresh login, or an operator's key.
     */
    post: operations["create_key"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/keys/{key_id}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Get Key
     * @description One key, without the key itself.
     */
    get: operations["get_key"];
    put?: never;
    post?: never;
    /**
     * Revoke Key
     * @description Ends a key at once and for good.
     */
    delete: operations["revoke_key"];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/audit": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List Audit Entries
     * @description Every change that somebody made, newest first: who, what, before, after, from where.
     */
    get: operations["list_audit_entries"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/events": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Stream Events
     * @description Workers as they change, as server-sent events. `Last-Event-ID` or `since` goes on without a gap.
     */
    get: operations["stream_events"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/agents": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List Agents
     * @description Agents, revoked ones too. A participant sees its own.
     */
    get: operations["list_agents"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/agents/codes": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List Enrolment Codes
     * @description Enrolment codes, ended ones too. A participant sees its own.
     */
    get: operations["list_enrolment_codes"];
    put?: never;
    /**
     * Create Enrolment Code
     * @description Makes a code that lets hosts in, and shows it, once. A participant makes codes for itself.
     */
    post: operations["create_enrolment_code"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/agents/codes/{code_id}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /**
     * Revoke Enrolment Code
     * @description Ends a code. Hosts that came in with it stay.
     */
    delete: operations["revoke_enrolment_code"];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/agents/{agent_id}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Get Agent
     * @description One agent, and what of its last batch was not taken.
     */
    get: operations["get_agent"];
    put?: never;
    post?: never;
    /**
     * Revoke Agent
     * @description Ends an agent's key for good: it stops at its next batch. Its workers and their history stay.
     */
    delete: operations["revoke_agent"];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/agent/enrolment": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Enrol Host
     * @description Lets a host in. The credential is the enrolment code; the answer has the host's own key.
     */
    post: operations["enrol_host"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/agent/readings": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Take Readings
     * @description Takes a batch of raw looks. Again and again gives the same: a record is stored once.
     */
    post: operations["take_readings"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/workers/{worker_id}/wishes": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Get Wishes
     * @description All that the worker was ever wished, newest first, and what came of it.
     */
    get: operations["get_wishes"];
    put?: never;
    /**
     * Create Wish
     * @description Wishes that the worker be told something. It is, where control is switched on; `command` does it by hand.
     */
    post: operations["create_wish"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/prometheus/targets": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List Targets
     * @description Each host of active workers once, for Prometheus' HTTP service discovery: to scrape its exporters.
     */
    get: operations["list_targets"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/metrics": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Metrics
     * @description Every worker's figures in the Prometheus text format or OpenMetrics, and those of the service itself.
     */
    get: operations["metrics"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/health": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Health
     * @description The process lives. Asks nothing else, so a slow database does not get it killed.
     */
    get: operations["health"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/ready": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Ready
     * @description Database reachable, migrations current, collector fresh; else 503 and every reason.
     */
    get: operations["ready"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
}
export type webhooks = Record<string, never>;
export interface components {
  schemas: {
    /** AgentOut */
    AgentOut: {
      /** Id */
      id: number;
      /** Participant Id */
      participant_id: number;
      /** Host */
      host: string;
      /** Version */
      version: string;
      state: components["schemas"]["AgentState"];
      /** Workers */
      workers: number;
      /**
       * Created At
       * Format: date-time
       */
      created_at: string;
      /** Last Batch At */
      last_batch_at: string | null;
      /**
       * Clock Wrong Seconds
       * @description How far its clock is ahead of ours; null: right.
       */
      clock_wrong_seconds: number | null;
      /**
       * Records Dropped
       * @description Rounds of looks lost because its spool was full.
       */
      records_dropped: number;
      /**
       * Records Damaged
       * @description Rounds of looks that its disk did not give back as they were.
       */
      records_damaged: number;
      /** Looks Refused */
      looks_refused: number;
      /**
       * Allows Control
       * @description Whether its owner lets the pool's wishes be granted.
       */
      allows_control: boolean;
      /** Troubles */
      troubles: components["schemas"]["Trouble"][];
      /**
       * Figures
       * @description What the host says of itself.
       */
      figures: {
        [key: string]: unknown;
      } | null;
    };
    /**
     * AgentState
     * @enum {string}
     */
    AgentState: "sending" | "silent" | "never_sent" | "revoked";
    /** Amount */
    Amount: {
      /**
       * Tokens
       * @description Adjusted tokens; null: nobody has told.
       */
      tokens: number | null;
      /** Ton */
      ton: string | null;
    };
    /** ArrivedOut */
    ArrivedOut: {
      /**
       * Transaction Time
       * Format: date-time
       */
      transaction_time: string;
      /**
       * Amount Ton
       * @description TON, at most nine decimals, exact
       */
      amount_ton: string;
      /** Proxy Address */
      proxy_address: string;
      /** Sc Address */
      sc_address: string;
      /** Owner Address */
      owner_address: string;
      /** Transaction Hash */
      transaction_hash: string;
      /** Link */
      link: string;
    };
    /**
     * AuditOut
     * @description A change. What is missing in `before` did not exist, what is missing in `after` is gone.
     */
    AuditOut: {
      /** Id */
      id: number;
      /**
       * At
       * Format: date-time
       */
      at: string;
      /** Who */
      who: string;
      /** Address */
      address: string | null;
      /** Action */
      action: string;
      /** Subject */
      subject: string;
      /** Before */
      before: {
        [key: string]: unknown;
      } | null;
      /** After */
      after: {
        [key: string]: unknown;
      } | null;
    };
    /** Begun */
    Begun: {
      /** Code */
      code: string;
      severity: components["schemas"]["Severity"];
    };
    /** BuildItem */
    BuildItem: {
      /** Git Commit */
      git_commit: string | null;
      /** Built At */
      built_at: string | null;
      /** New Http */
      new_http: boolean | null;
    };
    /** CauseItem */
    CauseItem: {
      /**
       * Code
       * @description What holds; docs/causes.md explains each.
       * @example no_proxy
       */
      code: string;
      severity: components["schemas"]["Severity"];
      /**
       * Since
       * Format: date-time
       */
      since: string;
      /**
       * Detail
       * @description What to do about it, for a person.
       */
      detail: string;
    };
    /**
     * ChainOut
     * @description `complete_at` is that of the wallet furthest behind. Null throughout: never heard of the chain.
     */
    ChainOut: {
      /** Complete At */
      complete_at: string | null;
      /** Age Seconds */
      age_seconds: number | null;
      /**
       * Answered At
       * @description When the source last answered.
       */
      answered_at: string | null;
      /**
       * Head Seqno
       * @description Its newest masterchain block then.
       */
      head_seqno: number | null;
      /** Head At */
      head_at: string | null;
      /**
       * Trouble
       * @description Why it does not answer at the moment.
       */
      trouble: string | null;
      /** Trouble Since */
      trouble_since: string | null;
      /** Wallets */
      wallets: components["schemas"]["WalletOut"][];
    };
    /** CodeOut */
    CodeOut: {
      /** Id */
      id: number;
      /**
       * Prefix
       * @description The first characters of the code, to recognise it by.
       */
      prefix: string;
      /** Participant Id */
      participant_id: number | null;
      /**
       * Hosts
       * @description How many hosts it lets in.
       */
      hosts: number;
      /** Used */
      used: number;
      /**
       * Created At
       * Format: date-time
       */
      created_at: string;
      /** Expires At */
      expires_at: string | null;
      /** Revoked At */
      revoked_at: string | null;
    };
    /** ConnectionItem */
    ConnectionItem: {
      /** Address */
      address: string;
      /** Connected */
      connected: boolean;
      /** Ready */
      ready: boolean | null;
      /** Proxy Sc Address */
      proxy_sc_address: string | null;
    };
    /** ContractEarnings */
    ContractEarnings: {
      /** @description What workers say they have earned. */
      claimed: components["schemas"]["Amount"];
      /** @description The proxy has it in its books. */
      committed_to_proxy_db: components["schemas"]["Amount"];
      /** @description The proxy has signed it for the chain. */
      committed_to_blockchain: components["schemas"]["Amount"];
      /** @description The worker contract's own counter, as high as anybody has told. */
      cashed_out: components["schemas"]["Amount"];
      /** @description Arrived at the owner, seen on chain; null while the chain was not read. */
      received: components["schemas"]["Amount"];
      /** @description Cashed out less received; null when it cannot be told. */
      gap: components["schemas"]["GapOut"] | null;
      /**
       * Received As Of
       * @description When the owners' accounts were last read to their end.
       */
      received_as_of: string | null;
      /**
       * Sc Address
       * @description The worker contract, `EQ...`.
       */
      sc_address: string;
      /** Owner Address */
      owner_address: string | null;
      /** Proxy Address */
      proxy_address: string | null;
      /**
       * Worker Fee Per Token
       * @description nanoTON per adjusted token, as last shown.
       */
      worker_fee_per_token: number;
      /**
       * Earned Ton
       * @description What the ledger has, its opening balance included.
       */
      earned_ton: string;
      /**
       * Opening Ton
       * @description The part of it from before we first saw the contract.
       */
      opening_ton: string;
      /**
       * Unattributed Ton
       * @description The part of it that is no worker's share.
       */
      unattributed_ton: string;
      /** Payments */
      payments: number | null;
      /** Last Payment At */
      last_payment_at: string | null;
    };
    /** EarnedOut */
    EarnedOut: {
      /**
       * Worker Id
       * @description null: no worker can be shown to have earned it.
       */
      worker_id: number | null;
      /** Worker Name */
      worker_name: string | null;
      /** Proxy Address */
      proxy_address: string | null;
      /**
       * Sc Address
       * @description The worker contract.
       */
      sc_address: string;
      /** Tokens */
      tokens: number;
      /**
       * Amount Ton
       * @description TON, at most nine decimals, exact
       */
      amount_ton: string;
    };
    /** EnrolledOut */
    EnrolledOut: {
      /** Agent Id */
      agent_id: number;
      /**
       * Host
       * @description How the pool calls the host.
       */
      host: string;
      /**
       * Key
       * @description The agent's own key. It is shown this once and stored nowhere.
       */
      key: string;
      /**
       * Other Agents
       * @description Agents that run on this machine already.
       */
      other_agents: number[];
      /**
       * Server Time Ms
       * @description Unix milliseconds.
       */
      server_time_ms: number;
    };
    /** Fault */
    Fault: {
      /** Loc */
      loc: (number | string)[];
      /** Msg */
      msg: string;
      /** Type */
      type: string;
    };
    /**
     * Format
     * @enum {string}
     */
    Format: "generic" | "koinly" | "cointracking" | "cointracker" | "coinledger" | "blockpit";
    /**
     * GapOut
     * @description Cashed out from the worker contract, but not received by its owner.
     */
    GapOut: {
      /** Tokens */
      tokens: number;
      /**
       * Ton
       * @description TON, at most nine decimals, exact
       */
      ton: string;
      /**
       * Since
       * @description Since when the oldest missing part is known to be cashed out.
       */
      since: string | null;
      /** Age Seconds */
      age_seconds: number | null;
    };
    /** GpuItem */
    GpuItem: {
      /** Gpu Id */
      gpu_id: number;
      /** Model */
      model: string | null;
      /** Utilization */
      utilization: number | null;
      /** Memory Used Gb */
      memory_used_gb: number | null;
      /** Memory Total Gb */
      memory_total_gb: number | null;
      /** Temperature Celsius */
      temperature_celsius: number | null;
      /** Power Watts */
      power_watts: number | null;
      /** Power Limit Watts */
      power_limit_watts: number | null;
    };
    /**
     * GuestItem
     * @description The confidential VM, as its health monitor tells it.
     */
    GuestItem: {
      /** Gpus */
      gpus: components["schemas"]["GpuItem"][];
      /** Services Ok */
      services_ok: boolean | null;
      /** Failing Services */
      failing_services: string[];
      /** Image Hash */
      image_hash: string | null;
      /** Tee */
      tee: string | null;
      /** Uptime Seconds */
      uptime_seconds: number | null;
      /** Load 1M */
      load_1m: number | null;
      /** Memory Used Fraction */
      memory_used_fraction: number | null;
    };
    /** Health */
    Health: {
      /** Status */
      status: string;
    };
    /** KeyOut */
    KeyOut: {
      /** Id */
      id: number;
      /** Name */
      name: string;
      /**
       * Prefix
       * @description The first characters of the key, to recognise it by.
       */
      prefix: string;
      role: components["schemas"]["Role"];
      /** Scopes */
      scopes: components["schemas"]["Scope"][];
      /** Participant Id */
      participant_id: number | null;
      /** Networks */
      networks: string[] | null;
      /**
       * Created At
       * Format: date-time
       */
      created_at: string;
      /** Expires At */
      expires_at: string | null;
      /** Last Used At */
      last_used_at: string | null;
      /** Revoked At */
      revoked_at: string | null;
    };
    /**
     * LogEntry
     * @description One change of a worker: of its status, or of the causes that hold.
     */
    LogEntry: {
      /** Id */
      id: number;
      /**
       * At
       * Format: date-time
       */
      at: string;
      /** Worker Id */
      worker_id: number;
      /** Worker Name */
      worker_name: string;
      status_before: components["schemas"]["Status"];
      status: components["schemas"]["Status"];
      /** Causes Begun */
      causes_begun: components["schemas"]["Begun"][];
      /** Causes Ended */
      causes_ended: string[];
    };
    /** MadeCode */
    MadeCode: {
      /** Id */
      id: number;
      /**
       * Prefix
       * @description The first characters of the code, to recognise it by.
       */
      prefix: string;
      /** Participant Id */
      participant_id: number | null;
      /**
       * Hosts
       * @description How many hosts it lets in.
       */
      hosts: number;
      /** Used */
      used: number;
      /**
       * Created At
       * Format: date-time
       */
      created_at: string;
      /** Expires At */
      expires_at: string | null;
      /** Revoked At */
      revoked_at: string | null;
      /**
       * Code
       * @description The code itself. It is shown this once and stored nowhere.
       */
      code: string;
    };
    /** MadeKey */
    MadeKey: {
      /** Id */
      id: number;
      /** Name */
      name: string;
      /**
       * Prefix
       * @description The first characters of the key, to recognise it by.
       */
      prefix: string;
      role: components["schemas"]["Role"];
      /** Scopes */
      scopes: components["schemas"]["Scope"][];
      /** Participant Id */
      participant_id: number | null;
      /** Networks */
      networks: string[] | null;
      /**
       * Created At
       * Format: date-time
       */
      created_at: string;
      /** Expires At */
      expires_at: string | null;
      /** Last Used At */
      last_used_at: string | null;
      /** Revoked At */
      revoked_at: string | null;
      /**
       * Key
       * @description The key itself. It is shown this once and stored nowhere.
       */
      key: string;
    };
    /** Malformed */
    Malformed: {
      /** Detail */
      detail: components["schemas"]["Fault"][];
      /** Code */
      code: string;
    };
    /**
     * Me
     * @description Who is asking. By wallet, or by API key: then there is no session, and no wallet was proven.
     */
    Me: {
      role: components["schemas"]["Role"];
      /** Scopes */
      scopes: components["schemas"]["Scope"][];
      /** Ton Wallet Address */
      ton_wallet_address: string | null;
      /** Participant Id */
      participant_id: number | null;
      participant: components["schemas"]["ParticipantOut"] | null;
      /** Session Id */
      session_id: number | null;
      /** Key Id */
      key_id: number | null;
      /**
       * Fresh Until
       * @description Until then the login counts as a fresh proof of the wallet.
       */
      fresh_until: string | null;
    };
    /**
     * MetricPoint
     * @description One look, or all looks of one bucket: counters and money as last told in it, gauges as their mean.
     */
    MetricPoint: {
      /**
       * Timestamp
       * Format: date-time
       * @description Of the look, or where the bucket begins.
       */
      timestamp: string;
      /** @description The worst that was seen in the bucket. */
      status: components["schemas"]["Status"];
      /**
       * Gpu Utilization
       * @description Percent, mean of the cards.
       */
      gpu_utilization: number | null;
      /**
       * Gpu Temperature
       * @description °C of the hottest card.
       */
      gpu_temperature: number | null;
      /**
       * Inference Requests Total
       * @description As the worker counts: back to 0 when it restarts.
       */
      inference_requests_total: number | null;
      /**
       * Avg Inference Latency Ms
       * @description Of the requests that finished since the point before.
       */
      avg_inference_latency_ms: number | null;
      /**
       * Revenue Ton
       * @description Its share of all that its worker contracts have earned until then.
       */
      revenue_ton: string;
      /** Requests Succeeded Total */
      requests_succeeded_total: number | null;
      /**
       * Requests Failed Total
       * @description Real failures, each once.
       */
      requests_failed_total: number | null;
      /**
       * Tokens Total
       * @description Adjusted tokens, as all that follow.
       */
      tokens_total: number | null;
      /** Tokens Prompt Total */
      tokens_prompt_total: number | null;
      /** Tokens Cached Total */
      tokens_cached_total: number | null;
      /** Tokens Completion Total */
      tokens_completion_total: number | null;
      /** Tokens Reasoning Total */
      tokens_reasoning_total: number | null;
      /** Bytes Received Total */
      bytes_received_total: number | null;
      /** Bytes Sent Total */
      bytes_sent_total: number | null;
      /** Active Requests */
      active_requests: number | null;
      /**
       * Gpu Memory Used Gb
       * @description All cards together.
       */
      gpu_memory_used_gb: number | null;
      /**
       * Gpu Power Watts
       * @description All cards together.
       */
      gpu_power_watts: number | null;
      /** Wallet Balance Ton */
      wallet_balance_ton: string | null;
      /**
       * Ton Age Seconds
       * @description How old the worker's view of TON was.
       */
      ton_age_seconds: number | null;
      /**
       * Price Coefficient
       * @description As the worker said.
       */
      price_coefficient: number | null;
      /** Restarts */
      restarts: number;
      /**
       * Looks
       * @description How many looks the point stands for.
       */
      looks: number;
    };
    /** MonthOut */
    MonthOut: {
      /** Payouts */
      payouts: number;
      /**
       * Amount Ton
       * @description TON, at most nine decimals, exact
       */
      amount_ton: string;
      /**
       * Amount Usd
       * @description What callers gave, added up; null when none of these has a value.
       */
      amount_usd: string | null;
      /** Payouts Without Usd */
      payouts_without_usd: number;
      /**
       * Month
       * @example 2026-01
       */
      month: string;
    };
    /** NetworkItem */
    NetworkItem: {
      /** Root Address */
      root_address: string | null;
      /** Struct Version */
      struct_version: number | null;
      /** Params Version */
      params_version: number | null;
      /** Is Test */
      is_test: boolean | null;
      /** Price Per Token Ton */
      price_per_token_ton: string | null;
      /** Worker Fee Per Token Ton */
      worker_fee_per_token_ton: string | null;
      /** Proxies Registered */
      proxies_registered: number | null;
    };
    /**
     * NewAgent
     * @description What a host says of itself when it enrols.
     */
    NewAgent: {
      /**
       * Host
       * @description Its name. Where it is taken, a number is added.
       */
      host: string;
      /**
       * Machine
       * @description Tells hosts apart, however called.
       */
      machine: string;
      /** Version */
      version: string;
    };
    /**
     * NewCode
     * @description `participant_id` is needed from an operator; a participant may leave it out.
     */
    NewCode: {
      /** Participant Id */
      participant_id?: number | null;
      /**
       * Hosts
       * @description How many hosts it lets in.
       * @default 1
       */
      hosts?: number;
      /**
       * Expires At
       * @description Left out: in a day.
       */
      expires_at?: string | null;
    };
    /**
     * NewKey
     * @description `participant_id` is needed for role `participant`; a participant may leave it out.
     */
    NewKey: {
      /** Name */
      name: string;
      /** @default participant */
      role?: components["schemas"]["Role"];
      /**
       * Scopes
       * @default [
       *       "read"
       *     ]
       */
      scopes?: components["schemas"]["Scope"][];
      /** Participant Id */
      participant_id?: number | null;
      /** Expires At */
      expires_at?: string | null;
      /** Networks */
      networks?: string[] | null;
    };
    /** NewLogin */
    NewLogin: {
      /**
       * Address
       * @description In any form.
       */
      address: string;
      /**
       * Network
       * @description `-239` is mainnet.
       */
      network: string;
      /**
       * Public Key
       * @description Hex.
       */
      public_key?: string | null;
      proof: components["schemas"]["SignedProof"];
    };
    /** NewParticipant */
    NewParticipant: {
      /**
       * Ton Wallet Address
       * Format: ton-address
       * @description A TON address, friendly (`UQ...`, `EQ...`) or raw (`0:...`).
       */
      ton_wallet_address: string;
      /** Telegram User Id */
      telegram_user_id?: number | null;
      /** Username */
      username?: string | null;
      /** Email */
      email?: string | null;
    };
    /** NewPayout */
    NewPayout: {
      /** Participant Id */
      participant_id: number;
      /**
       * Transaction Hash
       * @description 32 bytes in hex, base64 or base64url: of the transaction, or of its message.
       */
      transaction_hash: string;
      /**
       * Amount Ton
       * @description TON, at most nine decimals
       */
      amount_ton: string;
      /** Amount Usd */
      amount_usd?: (number | string) | null;
      /**
       * From Address
       * Format: ton-address
       * @description A TON address, friendly (`UQ...`, `EQ...`) or raw (`0:...`).
       */
      from_address: string;
      /**
       * To Address
       * Format: ton-address
       * @description A TON address, friendly (`UQ...`, `EQ...`) or raw (`0:...`).
       */
      to_address: string;
      /**
       * Transaction Time
       * Format: date-time
       */
      transaction_time: string;
      /** Period Start */
      period_start?: string | null;
      /** Period End */
      period_end?: string | null;
    };
    /**
     * NewWish
     * @description One thing that the worker shall be told.
     */
    NewWish: {
      /** Price Coefficient */
      price_coefficient?: number | null;
      /** Enabled */
      enabled?: boolean | null;
      /**
       * Payout Proxy
       * @description Pay out now what was earned with this proxy's contract.
       */
      payout_proxy?: string | null;
    };
    /**
     * NewWorker
     * @description A worker that the pool itself asks. `cid` left out: the launch script's own, where this machine has vsock.
     */
    NewWorker: {
      /** Participant Id */
      participant_id: number;
      /**
       * Worker Name
       * @example Worker-0
       */
      worker_name: string;
      /**
       * Instance Number
       * @description The launch script's instance; port 12000 + 10 x instance.
       * @default 0
       */
      instance_number?: number;
      /**
       * Host
       * @description Name or IP address, without scheme or port.
       * @example 127.0.0.1
       */
      host: string;
      /**
       * Stats Port
       * @example 12000
       */
      stats_port: number;
      /** Price Coefficient */
      price_coefficient?: number | null;
      /** Access Hash */
      access_hash?: string | null;
      /** Health Source */
      health_source?: string | null;
      /** Cid */
      cid?: number | null;
      /**
       * Is Active
       * @default true
       */
      is_active?: boolean;
    };
    /** PaidOut */
    PaidOut: {
      /** Payout Id */
      payout_id: number;
      /**
       * Transaction Time
       * Format: date-time
       */
      transaction_time: string;
      /**
       * Amount Ton
       * @description TON, at most nine decimals, exact
       */
      amount_ton: string;
      /**
       * Fee Ton
       * @description Paid by the pool on top; null: not known.
       */
      fee_ton: string | null;
      /** To Address */
      to_address: string;
      /** Transaction Hash */
      transaction_hash: string;
      /** Link */
      link: string;
      /** Verification */
      verification: string;
      /** Comment */
      comment: string | null;
    };
    /**
     * ParticipantChange
     * @description What is left out stays. `null` clears a contact. Another wallet counts after a delay, and can be stopped.
     */
    ParticipantChange: {
      /**
       * Ton Wallet Address
       * Format: ton-address
       * @description A TON address, friendly (`UQ...`, `EQ...`) or raw (`0:...`).
       */
      ton_wallet_address?: string;
      /** Username */
      username?: string | null;
      /** Email */
      email?: string | null;
      /**
       * Telegram User Id
       * @description Operators only.
       */
      telegram_user_id?: number | null;
      /**
       * Is Active
       * @description Operators only.
       */
      is_active?: boolean;
    };
    /** ParticipantEarnings */
    ParticipantEarnings: {
      /** @description What workers say they have earned. */
      claimed: components["schemas"]["Amount"];
      /** @description The proxy has it in its books. */
      committed_to_proxy_db: components["schemas"]["Amount"];
      /** @description The proxy has signed it for the chain. */
      committed_to_blockchain: components["schemas"]["Amount"];
      /** @description The worker contract's own counter, as high as anybody has told. */
      cashed_out: components["schemas"]["Amount"];
      /** @description Arrived at the owner, seen on chain; null while the chain was not read. */
      received: components["schemas"]["Amount"];
      /** @description Cashed out less received; null when it cannot be told. */
      gap: components["schemas"]["GapOut"] | null;
      /**
       * Received As Of
       * @description When the owners' accounts were last read to their end.
       */
      received_as_of: string | null;
      /** Participant Id */
      participant_id: number;
      /**
       * Earned Ton
       * @description By all contracts of this participant; shares in those of others not included.
       */
      earned_ton: string;
      /**
       * Opening Ton
       * @description TON, at most nine decimals, exact
       */
      opening_ton: string;
      /**
       * Unattributed Ton
       * @description TON, at most nine decimals, exact
       */
      unattributed_ton: string;
      /** Proxies */
      proxies: components["schemas"]["ProxyEarnings"][];
    };
    /** ParticipantOut */
    ParticipantOut: {
      /** Id */
      id: number;
      /**
       * Ton Wallet Address
       * @description The friendly, non-bounceable form: `UQ...`.
       */
      ton_wallet_address: string;
      /** Username */
      username: string | null;
      /** Is Active */
      is_active: boolean;
      /** Total Workers */
      total_workers: number;
      /** Active Workers */
      active_workers: number;
      /**
       * Total Revenue Ton
       * @description Earned by all worker contracts, the unattributed part included.
       */
      total_revenue_ton: string;
      /** Total Payouts */
      total_payouts: number;
      /** Telegram User Id */
      telegram_user_id: number | null;
      /** Email */
      email: string | null;
      /**
       * Total Paid Ton
       * @description TON, at most nine decimals, exact
       */
      total_paid_ton: string;
      /**
       * Balance Ton
       * @description Revenue less what was paid.
       */
      balance_ton: string;
      /** Last Payout At */
      last_payout_at: string | null;
      pending_wallet_change: components["schemas"]["PendingWallet"] | null;
      /**
       * Created At
       * Format: date-time
       */
      created_at: string;
      /**
       * Updated At
       * Format: date-time
       */
      updated_at: string;
    };
    /**
     * Payload
     * @description What the wallet shall sign. It counts once, in this browser.
     */
    Payload: {
      /** Payload */
      payload: string;
      /**
       * Expires At
       * Format: date-time
       */
      expires_at: string;
    };
    /**
     * PayoutOut
     * @description `amount_usd` is what the caller gave. What the chain knows is null until it was seen there.
     */
    PayoutOut: {
      /** Id */
      id: number;
      /** Participant Id */
      participant_id: number;
      /**
       * Transaction Hash
       * @description 64 hex digits: the transaction of the paying wallet, once it is known.
       */
      transaction_hash: string;
      /**
       * Amount Ton
       * @description TON, at most nine decimals, exact
       */
      amount_ton: string;
      /** Amount Usd */
      amount_usd: string | null;
      /** From Address */
      from_address: string;
      /** To Address */
      to_address: string;
      /**
       * Transaction Time
       * Format: date-time
       */
      transaction_time: string;
      /** Period Start */
      period_start: string | null;
      /** Period End */
      period_end: string | null;
      /** Comment */
      comment: string | null;
      /**
       * Fee Ton
       * @description What the transfer cost the pool on top; a batch's fees are split exactly.
       */
      fee_ton: string | null;
      /** Lt */
      lt: number | null;
      /** Mc Block Seqno */
      mc_block_seqno: number | null;
      /**
       * Message Hash
       * @description The message that carries the money: one of a batch.
       */
      message_hash: string | null;
      /**
       * Source
       * @description `chain` or `manual`: who knew of it first.
       */
      source: string;
      verification: components["schemas"]["Verification"];
      /** Verification Reason */
      verification_reason: string | null;
      /** Verified */
      verified: boolean;
      /** Verified At */
      verified_at: string | null;
      /**
       * Counted
       * @description Whether sums include it: the participant has the money, as far as is known.
       */
      counted: boolean;
      /**
       * Next Check At
       * @description When the chain is asked again; null: this is final.
       */
      next_check_at: string | null;
      /**
       * Created At
       * Format: date-time
       */
      created_at: string;
    };
    /**
     * PendingWallet
     * @description Where the money will go from `effective_at` on, unless it is cancelled before.
     */
    PendingWallet: {
      /** Ton Wallet Address */
      ton_wallet_address: string;
      /**
       * Asked At
       * Format: date-time
       */
      asked_at: string;
      /**
       * Effective At
       * Format: date-time
       */
      effective_at: string;
    };
    /**
     * PriceNow
     * @description What one coin is worth. All but the currency is null while nobody knows.
     */
    PriceNow: {
      /** Currency */
      currency: string;
      /**
       * Price
       * @description Of one coin; at most ten decimals.
       */
      price: string | null;
      /**
       * Source
       * @description Whose figure it is; another source's was at most 5 % off.
       */
      source: string | null;
      /** Method */
      method: string | null;
      /**
       * Quoted At
       * @description The moment that the figure stands for.
       */
      quoted_at: string | null;
    };
    /** ProxyEarnings */
    ProxyEarnings: {
      /** @description What workers say they have earned. */
      claimed: components["schemas"]["Amount"];
      /** @description The proxy has it in its books. */
      committed_to_proxy_db: components["schemas"]["Amount"];
      /** @description The proxy has signed it for the chain. */
      committed_to_blockchain: components["schemas"]["Amount"];
      /** @description The worker contract's own counter, as high as anybody has told. */
      cashed_out: components["schemas"]["Amount"];
      /** @description Arrived at the owner, seen on chain; null while the chain was not read. */
      received: components["schemas"]["Amount"];
      /** @description Cashed out less received; null when it cannot be told. */
      gap: components["schemas"]["GapOut"] | null;
      /**
       * Received As Of
       * @description When the owners' accounts were last read to their end.
       */
      received_as_of: string | null;
      /**
       * Proxy Address
       * @description null: no worker has shown it.
       */
      proxy_address: string | null;
      /**
       * Earned Ton
       * @description TON, at most nine decimals, exact
       */
      earned_ton: string;
      /** Contracts */
      contracts: components["schemas"]["ContractEarnings"][];
    };
    /**
     * ProxyItem
     * @description Adjusted tokens of one worker contract at four levels of certainty, shared by all workers of its owner there.
     */
    ProxyItem: {
      /** Sc Address */
      sc_address: string | null;
      /** Proxy Sc Address */
      proxy_sc_address: string | null;
      /** Initialised */
      initialised: boolean | null;
      /** Closing */
      closing: boolean | null;
      /** Running Request */
      running_request: boolean | null;
      /** Tokens On Chain */
      tokens_on_chain: number | null;
      /** Tokens In Proxy Db */
      tokens_in_proxy_db: number | null;
      /** Tokens Max Known */
      tokens_max_known: number | null;
      /** Tokens Cashed Out */
      tokens_cashed_out: number | null;
      /** Tokens Expected Cashed Out */
      tokens_expected_cashed_out: number | null;
    };
    /** RatesItem */
    RatesItem: {
      /** Last 10S */
      last_10s: number;
      /** Last 10M */
      last_10m: number;
      /** Since Start */
      since_start: number;
    };
    /** Readiness */
    Readiness: {
      /** Status */
      status: string;
      /** Reasons */
      reasons: string[];
    };
    /** Refusal */
    Refusal: {
      /** Detail */
      detail: string;
      /** Code */
      code: string;
    };
    /** RefusedOut */
    RefusedOut: {
      /** Code */
      code: string;
      /** Detail */
      detail: string;
      /** Port */
      port: number | null;
      /**
       * Looks
       * @description How many looks, or records where the port is null.
       */
      looks: number;
    };
    /**
     * Role
     * @enum {string}
     */
    Role: "operator" | "participant";
    /**
     * RunnerItem
     * @description The runner's own load, from `/perf`: asked at every fourth look, and not told by builds of 2026.
     */
    RunnerItem: {
      /** @description CPU seconds a second. */
      load: components["schemas"]["RatesItem"] | null;
      messages_per_second: components["schemas"]["RatesItem"] | null;
      /** @description The longest that a message waited. */
      max_delay_seconds: components["schemas"]["RatesItem"] | null;
      /** Actors Alive */
      actors_alive: number | null;
      /** Actors Executing */
      actors_executing: number | null;
    };
    /**
     * Scope
     * @enum {string}
     */
    Scope: "read" | "write" | "metrics" | "agent" | "enrol";
    /** Series */
    Series: {
      /** Worker Id */
      worker_id: number;
      /** Worker Name */
      worker_name: string;
      /** Period Hours */
      period_hours: number;
      /**
       * Resolution Seconds
       * @description Width of a bucket; for `raw` the time between two looks.
       */
      resolution_seconds: number;
      /** Metrics Count */
      metrics_count: number;
      /**
       * Metrics
       * @description Oldest first. Time without any look has no point.
       */
      metrics: components["schemas"]["MetricPoint"][];
    };
    /** ServingItem */
    ServingItem: {
      /** Enabled */
      enabled: boolean | null;
      /** Model Connected */
      model_connected: boolean | null;
      /** Model Allowed */
      model_allowed: boolean | null;
      /** Image Allowed */
      image_allowed: boolean | null;
      /** Active Requests */
      active_requests: number | null;
      /** Max Active Requests */
      max_active_requests: number | null;
    };
    /** SessionOut */
    SessionOut: {
      /** Id */
      id: number;
      /** Ton Wallet Address */
      ton_wallet_address: string;
      /** Participant Id */
      participant_id: number | null;
      /**
       * Address
       * @description From where it was opened.
       */
      address: string | null;
      /** User Agent */
      user_agent: string | null;
      /**
       * Created At
       * Format: date-time
       */
      created_at: string;
      /**
       * Last Used At
       * Format: date-time
       */
      last_used_at: string;
      /**
       * Expires At
       * Format: date-time
       */
      expires_at: string;
      /**
       * Current
       * @description Whether it is the session of this request.
       */
      current: boolean;
    };
    /**
     * Severity
     * @enum {string}
     */
    Severity: "error" | "warning" | "info";
    /** SignedDomain */
    SignedDomain: {
      /** Lengthbytes */
      lengthBytes: number;
      /** Value */
      value: string;
    };
    /**
     * SignedProof
     * @description The `proof` of the wallet's `ton_proof` item, with its account's `walletStateInit` as `state_init`.
     */
    SignedProof: {
      /** Timestamp */
      timestamp: number;
      domain: components["schemas"]["SignedDomain"];
      /** Payload */
      payload: string;
      /**
       * Signature
       * @description 64 bytes, base64.
       */
      signature: string;
      /**
       * State Init
       * @description A bag of cells, base64; a wallet's has about 1,100.
       */
      state_init?: string | null;
    };
    /**
     * StatementOut
     * @description `balance_before_ton + earned_ton + brought_in_ton - paid_ton = balance_after_ton`, exactly.
     */
    StatementOut: {
      /** Participant Id */
      participant_id: number;
      /** Ton Wallet Address */
      ton_wallet_address: string;
      /** Month */
      month: string;
      /** Timezone */
      timezone: string;
      /**
       * Start
       * Format: date-time
       */
      start: string;
      /**
       * End
       * Format: date-time
       * @description The first moment after the month.
       */
      end: string;
      /**
       * Symbol
       * @description How the coin is called.
       */
      symbol: string;
      /**
       * Settled
       * @description Whether the month is over for long enough that its figures move no more.
       */
      settled: boolean;
      /**
       * Balance Before Ton
       * @description TON, at most nine decimals, exact
       */
      balance_before_ton: string;
      /**
       * Earned Ton
       * @description TON, at most nine decimals, exact
       */
      earned_ton: string;
      /**
       * Brought In Ton
       * @description Earned before a contract was first seen, which was in this month.
       */
      brought_in_ton: string;
      /**
       * Paid Ton
       * @description TON, at most nine decimals, exact
       */
      paid_ton: string;
      /**
       * Balance After Ton
       * @description TON, at most nine decimals, exact
       */
      balance_after_ton: string;
      /**
       * Fees Ton
       * @description Of the payouts, paid by the pool on top; null: not all are known.
       */
      fees_ton: string | null;
      /**
       * Received Ton
       * @description Arrived from worker contracts at their owner; null: chain not read.
       */
      received_ton: string | null;
      /** Received As Of */
      received_as_of: string | null;
      /** Earned */
      earned: components["schemas"]["EarnedOut"][];
      /** Brought In */
      brought_in: components["schemas"]["EarnedOut"][];
      /** Paid */
      paid: components["schemas"]["PaidOut"][];
      /** Received */
      received: components["schemas"]["ArrivedOut"][] | null;
    };
    /**
     * Stats
     * @description What a worker did in a period. Increases hold across restarts: never negative, nothing twice.
     */
    Stats: {
      /** Worker Id */
      worker_id: number;
      /** Worker Name */
      worker_name: string;
      /** Hours */
      hours: number;
      /**
       * Period Start
       * Format: date-time
       */
      period_start: string;
      /**
       * Period End
       * Format: date-time
       */
      period_end: string;
      /** Requests */
      requests: number | null;
      /** Requests Succeeded */
      requests_succeeded: number | null;
      /** Requests Failed */
      requests_failed: number | null;
      /**
       * Success Rate
       * @description Share of finished requests, 0 to 1; null when none finished.
       */
      success_rate: number | null;
      /** Avg Inference Latency Ms */
      avg_inference_latency_ms: number | null;
      tokens: components["schemas"]["TokenStats"];
      /** Bytes Received */
      bytes_received: number | null;
      /** Bytes Sent */
      bytes_sent: number | null;
      /**
       * Revenue Ton
       * @description Earned in the period; what was earned before we looked is in none.
       */
      revenue_ton: string | null;
      /** Gpu Utilization Avg */
      gpu_utilization_avg: number | null;
      /** Gpu Utilization P95 */
      gpu_utilization_p95: number | null;
      /**
       * Uptime Percentage
       * @description Of the known time, in which it was not down.
       */
      uptime_percentage: number | null;
      /** Restarts */
      restarts: number | null;
      /**
       * Coverage
       * @description Share of the period with evidence, 0 to 1. The rest is unknown, not down.
       */
      coverage: number;
    };
    /**
     * Status
     * @description What follows from the causes. UNKNOWN is "not enough evidence", which is neither DOWN nor 0.
     * @enum {string}
     */
    Status: "healthy" | "degraded" | "down" | "unknown" | "paused";
    /** SummaryOut */
    SummaryOut: {
      /** Participant Id */
      participant_id: number;
      /** Total Payouts */
      total_payouts: number;
      /**
       * Total Amount Ton
       * @description TON, at most nine decimals, exact
       */
      total_amount_ton: string;
      /** Total Amount Usd */
      total_amount_usd: string | null;
      /** Payouts Without Usd */
      payouts_without_usd: number;
      /** Verified Payouts */
      verified_payouts: number;
      /**
       * Verified Amount Ton
       * @description The part that the chain has confirmed.
       */
      verified_amount_ton: string;
      /** First Payout At */
      first_payout_at: string | null;
      /** Last Payout At */
      last_payout_at: string | null;
      /** By Year */
      by_year: components["schemas"]["YearOut"][];
      /** By Month */
      by_month: components["schemas"]["MonthOut"][];
    };
    /**
     * TakenOut
     * @description Everything in the batch is settled: the agent may forget it.
     */
    TakenOut: {
      /**
       * Server Time Ms
       * @description When the batch arrived here, unix milliseconds.
       */
      server_time_ms: number;
      /**
       * Looks
       * @description Looks stored.
       */
      looks: number;
      /**
       * Duplicates
       * @description Records that were there already.
       */
      duplicates: number;
      /** Refused */
      refused: components["schemas"]["RefusedOut"][];
      /** Wishes */
      wishes?: components["schemas"]["WishedOut"][];
    };
    /** TargetGroup */
    TargetGroup: {
      /**
       * Targets
       * @description `host:port` of the exporters.
       * @example [
       *       "10.20.0.5:9100"
       *     ]
       */
      targets: string[];
      /**
       * Labels
       * @description For relabelling: which workers and participants stand on this host.
       */
      labels: {
        [key: string]: string;
      };
    };
    /**
     * TokenStats
     * @description Adjusted tokens used in the period. They are not TON.
     */
    TokenStats: {
      /** Total */
      total: number | null;
      /** Prompt */
      prompt: number | null;
      /** Cached */
      cached: number | null;
      /** Completion */
      completion: number | null;
      /** Reasoning */
      reasoning: number | null;
    };
    /** TonItem */
    TonItem: {
      /** State */
      state: string | null;
      /** Synced At */
      synced_at: string | null;
    };
    /**
     * Trouble
     * @description What of the last batch was not taken.
     */
    Trouble: {
      /** Code */
      code: string;
      /** Detail */
      detail: string;
      /** Port */
      port: number | null;
    };
    /** UnassignedOut */
    UnassignedOut: {
      /** Id */
      id: number;
      /** Transaction Hash */
      transaction_hash: string;
      /** Message Hash */
      message_hash: string;
      /**
       * Reason
       * @description `stranger`: the wallet is nobody's. `returned`: it bounced.
       */
      reason: string;
      /**
       * Returned By
       * @description The transaction in which it came back.
       */
      returned_by: string | null;
      /**
       * Amount Ton
       * @description TON, at most nine decimals, exact
       */
      amount_ton: string;
      /**
       * Fee Ton
       * @description TON, at most nine decimals, exact
       */
      fee_ton: string;
      /** From Address */
      from_address: string;
      /** To Address */
      to_address: string;
      /** Comment */
      comment: string | null;
      /**
       * Transaction Time
       * Format: date-time
       */
      transaction_time: string;
      /** Lt */
      lt: number;
    };
    /**
     * Verification
     * @enum {string}
     */
    Verification: "pending" | "verified" | "mismatch" | "not_found";
    /**
     * WalletItem
     * @description The worker's own wallet, which pays for gas; not its owner's.
     */
    WalletItem: {
      /** Address */
      address: string | null;
      /** Balance Ton */
      balance_ton: string | null;
      /** Seqno */
      seqno: number | null;
      /** Pending Transactions */
      pending_transactions: number | null;
      /** Active Transactions */
      active_transactions: number | null;
    };
    /** WalletOut */
    WalletOut: {
      /** Address */
      address: string;
      /**
       * Complete At
       * @description Everything up to here is on the books; null: not yet.
       */
      complete_at: string | null;
      /**
       * Age Seconds
       * @description How long ago that was.
       */
      age_seconds: number | null;
      /** Last Lt */
      last_lt: number;
      /** Last Transaction Hash */
      last_transaction_hash: string | null;
      /** Last Transaction At */
      last_transaction_at: string | null;
      /**
       * Trouble
       * @description Why it cannot be read on at the moment.
       */
      trouble: string | null;
      /** Trouble Since */
      trouble_since: string | null;
    };
    /** WishOut */
    WishOut: {
      /** Id */
      id: number;
      /** Worker Id */
      worker_id: number;
      /** Kind */
      kind: string;
      /**
       * Value
       * @description Per mille for a coefficient, 1 or 0 for enabled.
       */
      value: number | null;
      /** Proxy */
      proxy: string | null;
      state: components["schemas"]["WishState"];
      /**
       * Detail
       * @description What came of it.
       */
      detail: string | null;
      /** Made By Key */
      made_by_key: number | null;
      /**
       * Made At
       * Format: date-time
       */
      made_at: string;
      /** Settled At */
      settled_at: string | null;
      /**
       * Command
       * @description The same by hand, on the worker's host.
       */
      command: string;
    };
    /**
     * WishState
     * @enum {string}
     */
    WishState: "waiting" | "done" | "failed" | "replaced";
    /**
     * WishedOut
     * @description For an agent that allows control: what to tell the worker on this port.
     */
    WishedOut: {
      /** Id */
      id: number;
      /** Port */
      port: number;
      /** Kind */
      kind: string;
      /** Value */
      value: number | null;
      /** Proxy */
      proxy: string | null;
    };
    /** WorkerAnswer */
    WorkerAnswer: {
      /** Id */
      id: number;
      /** Participant Id */
      participant_id: number;
      /** Worker Name */
      worker_name: string;
      /** Instance Number */
      instance_number: number;
      /** Host */
      host: string;
      /** Stats Port */
      stats_port: number;
      /** Is Active */
      is_active: boolean;
      latest_status: components["schemas"]["Status"];
      /**
       * Latest Gpu Utilization
       * @description Percent, mean of the cards; null without a GPU source.
       */
      latest_gpu_utilization: number | null;
      /**
       * Latest Revenue Ton
       * @description Its share of what its worker contracts have earned in all.
       */
      latest_revenue_ton: string;
      /** Cid */
      cid: number | null;
      /**
       * Price Coefficient
       * @description As wanted by the operator.
       */
      price_coefficient: number | null;
      /**
       * Reported Price Coefficient
       * @description As the worker says.
       */
      reported_price_coefficient: number | null;
      /**
       * Collection
       * @description `pull`: the pool asks it; `push`: an agent sends.
       */
      collection: string;
      /** Model */
      model: string | null;
      /** Latest Causes */
      latest_causes: components["schemas"]["CauseItem"][];
      /**
       * Latest Sample At
       * @description The last look, answered or not.
       */
      latest_sample_at: string | null;
      /**
       * Last Seen
       * @description The last answer; no failure touches it.
       */
      last_seen: string | null;
      /** Has Access Hash */
      has_access_hash: boolean;
      /** Health Source */
      health_source: string | null;
      /**
       * Created At
       * Format: date-time
       */
      created_at: string;
      /**
       * Updated At
       * Format: date-time
       */
      updated_at: string;
      /** @description From the last reading; null before the first. */
      detail: components["schemas"]["WorkerDetail"] | null;
    };
    /**
     * WorkerChange
     * @description What is left out stays. `null` clears what may be empty. A participant may change the name of its own.
     */
    WorkerChange: {
      /**
       * Participant Id
       * @description Operators only, like all that follows but the name.
       */
      participant_id?: number;
      /**
       * Worker Name
       * @example Worker-0
       */
      worker_name?: string;
      /**
       * Instance Number
       * @description The launch script's instance; port 12000 + 10 x instance.
       */
      instance_number?: number;
      /**
       * Host
       * @description Name or IP address, without scheme or port.
       * @example 127.0.0.1
       */
      host?: string;
      /**
       * Stats Port
       * @example 12000
       */
      stats_port?: number;
      /** Is Active */
      is_active?: boolean;
      /** Price Coefficient */
      price_coefficient?: number | null;
      /** Access Hash */
      access_hash?: string | null;
      /** Health Source */
      health_source?: string | null;
      /** Cid */
      cid?: number | null;
    };
    /** WorkerDetail */
    WorkerDetail: {
      /** Is Current */
      is_current: boolean;
      /** Owner Address */
      owner_address: string | null;
      /** Connections */
      connections: components["schemas"]["ConnectionItem"][] | null;
      /** Proxies */
      proxies: components["schemas"]["ProxyItem"][];
      wallet: components["schemas"]["WalletItem"];
      ton: components["schemas"]["TonItem"];
      build: components["schemas"]["BuildItem"];
      network: components["schemas"]["NetworkItem"];
      serving: components["schemas"]["ServingItem"];
      runner: components["schemas"]["RunnerItem"] | null;
      guest: components["schemas"]["GuestItem"] | null;
      /** Missing */
      missing: string[];
    };
    /** WorkerEarnings */
    WorkerEarnings: {
      /** Worker Id */
      worker_id: number;
      /** Worker Name */
      worker_name: string;
      /** Participant Id */
      participant_id: number;
      /**
       * Earned Ton
       * @description The worker's share in all its contracts, as `latest_revenue_ton`.
       */
      earned_ton: string;
      /**
       * Opening Ton
       * @description TON, at most nine decimals, exact
       */
      opening_ton: string;
      /** Contracts */
      contracts: components["schemas"]["WorkerShare"][];
    };
    /**
     * WorkerItem
     * @description What a list says of a worker. `null` is "not known", never zero.
     */
    WorkerItem: {
      /** Id */
      id: number;
      /** Participant Id */
      participant_id: number;
      /** Worker Name */
      worker_name: string;
      /** Instance Number */
      instance_number: number;
      /** Host */
      host: string;
      /** Stats Port */
      stats_port: number;
      /** Is Active */
      is_active: boolean;
      latest_status: components["schemas"]["Status"];
      /**
       * Latest Gpu Utilization
       * @description Percent, mean of the cards; null without a GPU source.
       */
      latest_gpu_utilization: number | null;
      /**
       * Latest Revenue Ton
       * @description Its share of what its worker contracts have earned in all.
       */
      latest_revenue_ton: string;
      /** Cid */
      cid: number | null;
      /**
       * Price Coefficient
       * @description As wanted by the operator.
       */
      price_coefficient: number | null;
      /**
       * Reported Price Coefficient
       * @description As the worker says.
       */
      reported_price_coefficient: number | null;
      /**
       * Collection
       * @description `pull`: the pool asks it; `push`: an agent sends.
       */
      collection: string;
      /** Model */
      model: string | null;
      /** Latest Causes */
      latest_causes: components["schemas"]["CauseItem"][];
      /**
       * Latest Sample At
       * @description The last look, answered or not.
       */
      latest_sample_at: string | null;
      /**
       * Last Seen
       * @description The last answer; no failure touches it.
       */
      last_seen: string | null;
      /** Has Access Hash */
      has_access_hash: boolean;
      /** Health Source */
      health_source: string | null;
      /**
       * Created At
       * Format: date-time
       */
      created_at: string;
      /**
       * Updated At
       * Format: date-time
       */
      updated_at: string;
    };
    /** WorkerShare */
    WorkerShare: {
      /** Sc Address */
      sc_address: string;
      /** Proxy Address */
      proxy_address: string | null;
      /**
       * Tokens
       * @description Of the contract's earnings, the part that is this worker's work.
       */
      tokens: number;
      /**
       * Ton
       * @description TON, at most nine decimals, exact
       */
      ton: string;
      /**
       * Opening Ton
       * @description The part of it from before we first saw the contract.
       */
      opening_ton: string;
      /** @description The whole contract, which the chain cannot split by worker; null: it is another participant's. */
      contract: components["schemas"]["ContractEarnings"] | null;
    };
    /** YearOut */
    YearOut: {
      /** Payouts */
      payouts: number;
      /**
       * Amount Ton
       * @description TON, at most nine decimals, exact
       */
      amount_ton: string;
      /**
       * Amount Usd
       * @description What callers gave, added up; null when none of these has a value.
       */
      amount_usd: string | null;
      /** Payouts Without Usd */
      payouts_without_usd: number;
      /** Year */
      year: string;
    };
  };
  responses: never;
  parameters: never;
  requestBodies: never;
  headers: never;
  pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
  list_workers: {
    parameters: {
      query?: {
        /** @description Only this participant's. */
        participant_id?: number | null;
        /** @description Only active, or only paused workers. */
        is_active?: boolean | null;
        /** @description Only with this `latest_status`. */
        status?: components["schemas"]["Status"] | null;
        /** @description Only with exactly this model, as reported. */
        model?: string | null;
        /** @description How many rows at the most. */
        limit?: number;
        /** @description From the `next` link of the page before. */
        cursor?: number | null;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Successful Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["WorkerItem"][];
        };
      };
      /** @description Contradicts what is there */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description No or bad credentials */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Known, but not allowed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Not there, or not yours: the same answer */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description The body is too large */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Malformed, said field by field */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Malformed"];
        };
      };
      /** @description Too often: `Retry-After` says how many seconds to wait */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Our fault; `X-Request-ID` finds it in the log */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
    };
  };
  create_worker: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["NewWorker"];
      };
    };
    responses: {
      /** @description Successful Response */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["WorkerAnswer"];
        };
      };
      /** @description Contradicts what is there */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description No or bad credentials */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Known, but not allowed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Not there, or not yours: the same answer */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description The body is too large */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Malformed, said field by field */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Malformed"];
        };
      };
      /** @description Too often: `Retry-After` says how many seconds to wait */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Our fault; `X-Request-ID` finds it in the log */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
    };
  };
  get_worker: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        worker_id: number;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Successful Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["WorkerAnswer"];
        };
      };
      /** @description Contradicts what is there */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description No or bad credentials */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Known, but not allowed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Not there, or not yours: the same answer */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description The body is too large */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Malformed, said field by field */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Malformed"];
        };
      };
      /** @description Too often: `Retry-After` says how many seconds to wait */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Our fault; `X-Request-ID` finds it in the log */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
    };
  };
  delete_worker: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        worker_id: number;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Successful Response */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description Contradicts what is there */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description No or bad credentials */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Known, but not allowed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Not there, or not yours: the same answer */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description The body is too large */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Malformed, said field by field */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Malformed"];
        };
      };
      /** @description Too often: `Retry-After` says how many seconds to wait */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Our fault; `X-Request-ID` finds it in the log */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
    };
  };
  change_worker: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        worker_id: number;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["WorkerChange"];
      };
    };
    responses: {
      /** @description Successful Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["WorkerAnswer"];
        };
      };
      /** @description Contradicts what is there */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description No or bad credentials */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Known, but not allowed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Not there, or not yours: the same answer */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description The body is too large */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Malformed, said field by field */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Malformed"];
        };
      };
      /** @description Too often: `Retry-After` says how many seconds to wait */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Our fault; `X-Request-ID` finds it in the log */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
    };
  };
  get_worker_metrics: {
    parameters: {
      query?: {
        /** @description Width of a point; `auto` keeps the answer under 2000 points. */
        resolution?: "auto" | "raw" | "1m" | "5m" | "1h" | "1d";
        /** @description Names of a point's fields, with commas between; default: all. */
        fields?: string | null;
        /** @description So many hours back; `from` goes before it. */
        hours?: number;
        /** @description RFC 3339 with a zone. */
        from?: string | null;
        /** @description RFC 3339 with a zone; default: now. */
        to?: string | null;
      };
      header?: never;
      path: {
        worker_id: number;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Successful Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Series"];
        };
      };
      /** @description Contradicts what is there */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description No or bad credentials */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Known, but not allowed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Not there, or not yours: the same answer */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description The body is too large */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Malformed, said field by field */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Malformed"];
        };
      };
      /** @description Too often: `Retry-After` says how many seconds to wait */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Our fault; `X-Request-ID` finds it in the log */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
    };
  };
  get_worker_stats: {
    parameters: {
      query?: {
        /** @description So many hours back; `from` goes before it. */
        hours?: number;
        /** @description RFC 3339 with a zone. */
        from?: string | null;
        /** @description RFC 3339 with a zone; default: now. */
        to?: string | null;
      };
      header?: never;
      path: {
        worker_id: number;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Successful Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Stats"];
        };
      };
      /** @description Contradicts what is there */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description No or bad credentials */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Known, but not allowed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Not there, or not yours: the same answer */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description The body is too large */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Malformed, said field by field */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Malformed"];
        };
      };
      /** @description Too often: `Retry-After` says how many seconds to wait */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Our fault; `X-Request-ID` finds it in the log */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
    };
  };
  query_metrics: {
    parameters: {
      query?: {
        /** @description Default: all. */
        worker_ids?: string | null;
        participant_id?: number | null;
        model?: string | null;
        by?: "worker" | "participant" | "model" | "all";
        aggregate?: "sum" | "mean";
        /** @description Width of a bucket; `auto` keeps each series under 2000 points. */
        resolution?: "auto" | "1m" | "5m" | "1h" | "1d";
        /** @description With commas between, of: requests, requests_succeeded, requests_failed, avg_inference_latency_ms, tokens, tokens_prompt, tokens_cached, tokens_completion, tokens_reasoning, bytes_received, bytes_sent, revenue_ton, gpu_utilization, gpu_temperature, gpu_memory_used_gb, gpu_power_watts, active_requests, wallet_balance_ton, restarts, looks. */
        fields?: string;
        format?: "json" | "csv" | "arrow";
        /** @description So many hours back; `from` goes before it. */
        hours?: number;
        /** @description RFC 3339 with a zone. */
        from?: string | null;
        /** @description RFC 3339 with a zone; default: now. */
        to?: string | null;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Successful Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": unknown;
          "text/csv": unknown;
          "application/vnd.apache.arrow.stream": unknown;
        };
      };
      /** @description Contradicts what is there */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description No or bad credentials */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Known, but not allowed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Not there, or not yours: the same answer */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description The body is too large */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Malformed, said field by field */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Malformed"];
        };
      };
      /** @description Too often: `Retry-After` says how many seconds to wait */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Our fault; `X-Request-ID` finds it in the log */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
    };
  };
  get_participant_earnings: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        participant_id: number;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Successful Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ParticipantEarnings"];
        };
      };
      /** @description Contradicts what is there */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description No or bad credentials */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Known, but not allowed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Not there, or not yours: the same answer */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description The body is too large */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Malformed, said field by field */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Malformed"];
        };
      };
      /** @description Too often: `Retry-After` says how many seconds to wait */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Our fault; `X-Request-ID` finds it in the log */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
    };
  };
  get_worker_earnings: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        worker_id: number;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Successful Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["WorkerEarnings"];
        };
      };
      /** @description Contradicts what is there */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description No or bad credentials */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Known, but not allowed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Not there, or not yours: the same answer */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description The body is too large */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Malformed, said field by field */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Malformed"];
        };
      };
      /** @description Too often: `Retry-After` says how many seconds to wait */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Our fault; `X-Request-ID` finds it in the log */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
    };
  };
  list_participants: {
    parameters: {
      query?: {
        /** @description How many rows at the most. */
        limit?: number;
        /** @description From the `next` link of the page before. */
        cursor?: number | null;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Successful Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ParticipantOut"][];
        };
      };
      /** @description Contradicts what is there */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description No or bad credentials */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Known, but not allowed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Not there, or not yours: the same answer */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description The body is too large */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Malformed, said field by field */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Malformed"];
        };
      };
      /** @description Too often: `Retry-After` says how many seconds to wait */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Our fault; `X-Request-ID` finds it in the log */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
    };
  };
  create_participant: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["NewParticipant"];
      };
    };
    responses: {
      /** @description Successful Response */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ParticipantOut"];
        };
      };
      /** @description Contradicts what is there */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description No or bad credentials */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Known, but not allowed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Not there, or not yours: the same answer */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description The body is too large */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Malformed, said field by field */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Malformed"];
        };
      };
      /** @description Too often: `Retry-After` says how many seconds to wait */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Our fault; `X-Request-ID` finds it in the log */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
    };
  };
  get_participant_by_wallet: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        wallet_address: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Successful Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ParticipantOut"];
        };
      };
      /** @description Contradicts what is there */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description No or bad credentials */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Known, but not allowed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Not there, or not yours: the same answer */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description The body is too large */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Malformed, said field by field */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Malformed"];
        };
      };
      /** @description Too often: `Retry-After` says how many seconds to wait */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Our fault; `X-Request-ID` finds it in the log */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
    };
  };
  get_participant: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        participant_id: number;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Successful Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ParticipantOut"];
        };
      };
      /** @description Contradicts what is there */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description No or bad credentials */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Known, but not allowed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Not there, or not yours: the same answer */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description The body is too large */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Malformed, said field by field */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Malformed"];
        };
      };
      /** @description Too often: `Retry-After` says how many seconds to wait */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Our fault; `X-Request-ID` finds it in the log */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
    };
  };
  change_participant: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        participant_id: number;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["ParticipantChange"];
      };
    };
    responses: {
      /** @description Successful Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ParticipantOut"];
        };
      };
      /** @description Contradicts what is there */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description No or bad credentials */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Known, but not allowed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Not there, or not yours: the same answer */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description The body is too large */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Malformed, said field by field */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Malformed"];
        };
      };
      /** @description Too often: `Retry-After` says how many seconds to wait */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Our fault; `X-Request-ID` finds it in the log */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
    };
  };
  cancel_wallet_change: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        participant_id: number;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Successful Response */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description Contradicts what is there */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description No or bad credentials */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Known, but not allowed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Not there, or not yours: the same answer */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description The body is too large */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Malformed, said field by field */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Malformed"];
        };
      };
      /** @description Too often: `Retry-After` says how many seconds to wait */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Our fault; `X-Request-ID` finds it in the log */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
    };
  };
  get_statement: {
    parameters: {
      query: {
        /** @description YYYY-MM */
        month: string;
        /** @description IANA time zone in which the month is cut; only one that cuts it at whole hours of UTC. */
        timezone?: string;
        format?: "json" | "csv";
      };
      header?: never;
      path: {
        participant_id: number;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Successful Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["StatementOut"];
          "text/csv": unknown;
        };
      };
      /** @description Contradicts what is there */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description No or bad credentials */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Known, but not allowed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Not there, or not yours: the same answer */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description The body is too large */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Malformed, said field by field */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Malformed"];
        };
      };
      /** @description Too often: `Retry-After` says how many seconds to wait */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Our fault; `X-Request-ID` finds it in the log */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
    };
  };
  export_tax_report: {
    parameters: {
      query: {
        /** @description Whose payouts. May be left out by participants: their own. */
        participant_id?: number | null;
        /** @description The tax year, by the year in which it begins. */
        year: number;
        /** @description IANA time zone in which the year is cut. */
        timezone?: string;
        /** @description The day the tax year begins, MM-DD: `04-06` in the United Kingdom. */
        year_start?: string;
        /** @description Currency of the fair market value, ISO 4217. */
        currency?: string;
        /** @description For which tool. */
        format?: components["schemas"]["Format"];
        /** @description Text with commas, or an Excel workbook. */
        file?: "csv" | "xlsx";
        /** @description What the tool is told a payout is. */
        label?: "income" | "mining";
        /** @description How the tool knows the coin, if not as set: `GRAM`, or `TON, GRAM@2026-06-15`. */
        asset?: string | null;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The file. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "text/csv": string;
          "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
        };
      };
      /** @description Contradicts what is there */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description No or bad credentials */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Known, but not allowed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Not there, or not yours: the same answer */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description The body is too large */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Malformed, said field by field */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Malformed"];
        };
      };
      /** @description Too often: `Retry-After` says how many seconds to wait */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Our fault; `X-Request-ID` finds it in the log */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
    };
  };
  list_payouts: {
    parameters: {
      query?: {
        /** @description Only this participant's. */
        participant_id?: number | null;
        /** @description Only paid at or after this moment. */
        from?: string | null;
        /** @description Only paid before this moment. */
        to?: string | null;
        /** @description Only those the chain has confirmed, or only the others. */
        verified?: boolean | null;
        /** @description How many rows at the most. */
        limit?: number;
        /** @description From the `next` link of the page before. */
        cursor?: number | null;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Successful Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["PayoutOut"][];
        };
      };
      /** @description Contradicts what is there */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description No or bad credentials */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Known, but not allowed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Not there, or not yours: the same answer */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description The body is too large */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Malformed, said field by field */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Malformed"];
        };
      };
      /** @description Too often: `Retry-After` says how many seconds to wait */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Our fault; `X-Request-ID` finds it in the log */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
    };
  };
  create_payout: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["NewPayout"];
      };
    };
    responses: {
      /** @description Successful Response */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["PayoutOut"];
        };
      };
      /** @description Contradicts what is there */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description No or bad credentials */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Known, but not allowed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Not there, or not yours: the same answer */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description The body is too large */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Malformed, said field by field */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Malformed"];
        };
      };
      /** @description Too often: `Retry-After` says how many seconds to wait */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Our fault; `X-Request-ID` finds it in the log */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
    };
  };
  list_unassigned_transfers: {
    parameters: {
      query?: {
        /** @description How many rows at the most. */
        limit?: number;
        /** @description From the `next` link of the page before. */
        cursor?: number | null;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Successful Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["UnassignedOut"][];
        };
      };
      /** @description Contradicts what is there */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description No or bad credentials */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Known, but not allowed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Not there, or not yours: the same answer */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description The body is too large */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Malformed, said field by field */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Malformed"];
        };
      };
      /** @description Too often: `Retry-After` says how many seconds to wait */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Our fault; `X-Request-ID` finds it in the log */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
    };
  };
  get_chain_view: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Successful Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ChainOut"];
        };
      };
      /** @description Contradicts what is there */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description No or bad credentials */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Known, but not allowed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Not there, or not yours: the same answer */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description The body is too large */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Malformed, said field by field */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Malformed"];
        };
      };
      /** @description Too often: `Retry-After` says how many seconds to wait */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Our fault; `X-Request-ID` finds it in the log */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
    };
  };
  get_payout_summary: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        participant_id: number;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Successful Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["SummaryOut"];
        };
      };
      /** @description Contradicts what is there */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description No or bad credentials */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Known, but not allowed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Not there, or not yours: the same answer */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description The body is too large */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Malformed, said field by field */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Malformed"];
        };
      };
      /** @description Too often: `Retry-After` says how many seconds to wait */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Our fault; `X-Request-ID` finds it in the log */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
    };
  };
  get_payout: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        payout_id: number;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Successful Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["PayoutOut"];
        };
      };
      /** @description Contradicts what is there */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description No or bad credentials */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Known, but not allowed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Not there, or not yours: the same answer */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description The body is too large */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Malformed, said field by field */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Malformed"];
        };
      };
      /** @description Too often: `Retry-After` says how many seconds to wait */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Our fault; `X-Request-ID` finds it in the log */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
    };
  };
  verify_payout: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        payout_id: number;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Successful Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["PayoutOut"];
        };
      };
      /** @description Contradicts what is there */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description No or bad credentials */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Known, but not allowed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Not there, or not yours: the same answer */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description The body is too large */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Malformed, said field by field */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Malformed"];
        };
      };
      /** @description Too often: `Retry-After` says how many seconds to wait */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Our fault; `X-Request-ID` finds it in the log */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
    };
  };
  list_log: {
    parameters: {
      query?: {
        /** @description Only of this worker. */
        worker_id?: number | null;
        /** @description How many rows at the most. */
        limit?: number;
        /** @description From the `next` link of the page before. */
        cursor?: number | null;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Successful Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["LogEntry"][];
        };
      };
      /** @description Contradicts what is there */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description No or bad credentials */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Known, but not allowed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Not there, or not yours: the same answer */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description The body is too large */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Malformed, said field by field */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Malformed"];
        };
      };
      /** @description Too often: `Retry-After` says how many seconds to wait */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Our fault; `X-Request-ID` finds it in the log */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
    };
  };
  get_current_price: {
    parameters: {
      query?: {
        /** @description ISO 4217. */
        currency?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Successful Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["PriceNow"];
        };
      };
      /** @description Contradicts what is there */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description No or bad credentials */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Known, but not allowed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Not there, or not yours: the same answer */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description The body is too large */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Malformed, said field by field */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Malformed"];
        };
      };
      /** @description Too often: `Retry-After` says how many seconds to wait */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Our fault; `X-Request-ID` finds it in the log */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
    };
  };
  create_login_payload: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Successful Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Payload"];
        };
      };
      /** @description Contradicts what is there */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description No or bad credentials */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Known, but not allowed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Not there, or not yours: the same answer */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description The body is too large */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Malformed, said field by field */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Malformed"];
        };
      };
      /** @description Too often: `Retry-After` says how many seconds to wait */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Our fault; `X-Request-ID` finds it in the log */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
    };
  };
  log_in: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["NewLogin"];
      };
    };
    responses: {
      /** @description Successful Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ParticipantOut"] | null;
        };
      };
      /** @description Contradicts what is there */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description No or bad credentials */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Known, but not allowed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Not there, or not yours: the same answer */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description The body is too large */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Malformed, said field by field */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Malformed"];
        };
      };
      /** @description Too often: `Retry-After` says how many seconds to wait */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Our fault; `X-Request-ID` finds it in the log */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
    };
  };
  get_me: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Successful Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Me"];
        };
      };
      /** @description Contradicts what is there */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description No or bad credentials */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Known, but not allowed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Not there, or not yours: the same answer */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description The body is too large */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Malformed, said field by field */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Malformed"];
        };
      };
      /** @description Too often: `Retry-After` says how many seconds to wait */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Our fault; `X-Request-ID` finds it in the log */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
    };
  };
  log_out: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Successful Response */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description Contradicts what is there */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description No or bad credentials */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Known, but not allowed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Not there, or not yours: the same answer */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description The body is too large */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Malformed, said field by field */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Malformed"];
        };
      };
      /** @description Too often: `Retry-After` says how many seconds to wait */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Our fault; `X-Request-ID` finds it in the log */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
    };
  };
  list_sessions: {
    parameters: {
      query?: {
        /** @description How many rows at the most. */
        limit?: number;
        /** @description From the `next` link of the page before. */
        cursor?: number | null;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Successful Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["SessionOut"][];
        };
      };
      /** @description Contradicts what is there */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description No or bad credentials */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Known, but not allowed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Not there, or not yours: the same answer */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description The body is too large */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Malformed, said field by field */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Malformed"];
        };
      };
      /** @description Too often: `Retry-After` says how many seconds to wait */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Our fault; `X-Request-ID` finds it in the log */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
    };
  };
  end_session: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        session_id: number;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Successful Response */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description Contradicts what is there */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description No or bad credentials */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Known, but not allowed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Not there, or not yours: the same answer */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description The body is too large */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Malformed, said field by field */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Malformed"];
        };
      };
      /** @description Too often: `Retry-After` says how many seconds to wait */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Our fault; `X-Request-ID` finds it in the log */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
    };
  };
  list_keys: {
    parameters: {
      query?: {
        /** @description How many rows at the most. */
        limit?: number;
        /** @description From the `next` link of the page before. */
        cursor?: number | null;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Successful Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["KeyOut"][];
        };
      };
      /** @description Contradicts what is there */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description No or bad credentials */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Known, but not allowed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Not there, or not yours: the same answer */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description The body is too large */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Malformed, said field by field */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Malformed"];
        };
      };
      /** @description Too often: `Retry-After` says how many seconds to wait */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Our fault; `X-Request-ID` finds it in the log */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
    };
  };
  create_key: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["NewKey"];
      };
    };
    responses: {
      /** @description Successful Response */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["MadeKey"];
        };
      };
      /** @description Contradicts what is there */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description No or bad credentials */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Known, but not allowed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Not there, or not yours: the same answer */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description The body is too large */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Malformed, said field by field */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Malformed"];
        };
      };
      /** @description Too often: `Retry-After` says how many seconds to wait */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Our fault; `X-Request-ID` finds it in the log */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
    };
  };
  get_key: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        key_id: number;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Successful Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["KeyOut"];
        };
      };
      /** @description Contradicts what is there */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description No or bad credentials */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Known, but not allowed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Not there, or not yours: the same answer */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description The body is too large */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Malformed, said field by field */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Malformed"];
        };
      };
      /** @description Too often: `Retry-After` says how many seconds to wait */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Our fault; `X-Request-ID` finds it in the log */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
    };
  };
  revoke_key: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        key_id: number;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Successful Response */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description Contradicts what is there */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description No or bad credentials */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Known, but not allowed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Not there, or not yours: the same answer */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description The body is too large */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Malformed, said field by field */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Malformed"];
        };
      };
      /** @description Too often: `Retry-After` says how many seconds to wait */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Our fault; `X-Request-ID` finds it in the log */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
    };
  };
  list_audit_entries: {
    parameters: {
      query?: {
        /** @description Only this, as in `worker.changed`. */
        action?: string | null;
        /** @description Only about this, as in `workers/3`. */
        subject?: string | null;
        /** @description Only at or after this moment. */
        from?: string | null;
        /** @description Only before this moment. */
        to?: string | null;
        /** @description How many rows at the most. */
        limit?: number;
        /** @description From the `next` link of the page before. */
        cursor?: number | null;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Successful Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["AuditOut"][];
        };
      };
      /** @description Contradicts what is there */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description No or bad credentials */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Known, but not allowed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Not there, or not yours: the same answer */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description The body is too large */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Malformed, said field by field */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Malformed"];
        };
      };
      /** @description Too often: `Retry-After` says how many seconds to wait */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Our fault; `X-Request-ID` finds it in the log */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
    };
  };
  stream_events: {
    parameters: {
      query?: {
        worker_id?: number[] | null;
        participant_id?: number | null;
        /** @description A cursor: go on from there. */
        since?: string | null;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Events without end; docs/live.md tells which. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "text/event-stream": unknown;
        };
      };
      /** @description Contradicts what is there */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description No or bad credentials */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Known, but not allowed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Not there, or not yours: the same answer */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description The body is too large */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Malformed, said field by field */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Malformed"];
        };
      };
      /** @description Too often: `Retry-After` says how many seconds to wait */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Our fault; `X-Request-ID` finds it in the log */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
    };
  };
  list_agents: {
    parameters: {
      query?: {
        /** @description How many rows at the most. */
        limit?: number;
        /** @description From the `next` link of the page before. */
        cursor?: number | null;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Successful Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["AgentOut"][];
        };
      };
      /** @description Contradicts what is there */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description No or bad credentials */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Known, but not allowed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Not there, or not yours: the same answer */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description The body is too large */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Malformed, said field by field */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Malformed"];
        };
      };
      /** @description Too often: `Retry-After` says how many seconds to wait */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Our fault; `X-Request-ID` finds it in the log */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
    };
  };
  list_enrolment_codes: {
    parameters: {
      query?: {
        /** @description How many rows at the most. */
        limit?: number;
        /** @description From the `next` link of the page before. */
        cursor?: number | null;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Successful Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["CodeOut"][];
        };
      };
      /** @description Contradicts what is there */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description No or bad credentials */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Known, but not allowed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Not there, or not yours: the same answer */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description The body is too large */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Malformed, said field by field */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Malformed"];
        };
      };
      /** @description Too often: `Retry-After` says how many seconds to wait */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Our fault; `X-Request-ID` finds it in the log */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
    };
  };
  create_enrolment_code: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["NewCode"];
      };
    };
    responses: {
      /** @description Successful Response */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["MadeCode"];
        };
      };
      /** @description Contradicts what is there */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description No or bad credentials */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Known, but not allowed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Not there, or not yours: the same answer */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description The body is too large */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Malformed, said field by field */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Malformed"];
        };
      };
      /** @description Too often: `Retry-After` says how many seconds to wait */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Our fault; `X-Request-ID` finds it in the log */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
    };
  };
  revoke_enrolment_code: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        code_id: number;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Successful Response */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description Contradicts what is there */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description No or bad credentials */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Known, but not allowed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Not there, or not yours: the same answer */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description The body is too large */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Malformed, said field by field */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Malformed"];
        };
      };
      /** @description Too often: `Retry-After` says how many seconds to wait */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Our fault; `X-Request-ID` finds it in the log */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
    };
  };
  get_agent: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        agent_id: number;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Successful Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["AgentOut"];
        };
      };
      /** @description Contradicts what is there */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description No or bad credentials */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Known, but not allowed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Not there, or not yours: the same answer */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description The body is too large */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Malformed, said field by field */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Malformed"];
        };
      };
      /** @description Too often: `Retry-After` says how many seconds to wait */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Our fault; `X-Request-ID` finds it in the log */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
    };
  };
  revoke_agent: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        agent_id: number;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Successful Response */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description Contradicts what is there */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description No or bad credentials */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Known, but not allowed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Not there, or not yours: the same answer */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description The body is too large */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Malformed, said field by field */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Malformed"];
        };
      };
      /** @description Too often: `Retry-After` says how many seconds to wait */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Our fault; `X-Request-ID` finds it in the log */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
    };
  };
  enrol_host: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["NewAgent"];
      };
    };
    responses: {
      /** @description Successful Response */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["EnrolledOut"];
        };
      };
      /** @description Contradicts what is there */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description No or bad credentials */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Known, but not allowed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Not there, or not yours: the same answer */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description The body is too large */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Malformed, said field by field */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Malformed"];
        };
      };
      /** @description Too often: `Retry-After` says how many seconds to wait */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Our fault; `X-Request-ID` finds it in the log */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
    };
  };
  take_readings: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/vnd.cocoonpool.batch": string;
      };
    };
    responses: {
      /** @description Successful Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["TakenOut"];
        };
      };
      /** @description Contradicts what is there */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description No or bad credentials */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Known, but not allowed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Not there, or not yours: the same answer */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description The body is too large */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Malformed, said field by field */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Malformed"];
        };
      };
      /** @description Too often: `Retry-After` says how many seconds to wait */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Our fault; `X-Request-ID` finds it in the log */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
    };
  };
  get_wishes: {
    parameters: {
      query?: {
        /** @description How many rows at the most. */
        limit?: number;
        /** @description From the `next` link of the page before. */
        cursor?: number | null;
      };
      header?: never;
      path: {
        worker_id: number;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Successful Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["WishOut"][];
        };
      };
      /** @description Contradicts what is there */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description No or bad credentials */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Known, but not allowed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Not there, or not yours: the same answer */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description The body is too large */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Malformed, said field by field */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Malformed"];
        };
      };
      /** @description Too often: `Retry-After` says how many seconds to wait */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Our fault; `X-Request-ID` finds it in the log */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
    };
  };
  create_wish: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        worker_id: number;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["NewWish"];
      };
    };
    responses: {
      /** @description Successful Response */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["WishOut"];
        };
      };
      /** @description Contradicts what is there */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description No or bad credentials */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Known, but not allowed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Not there, or not yours: the same answer */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description The body is too large */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Malformed, said field by field */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Malformed"];
        };
      };
      /** @description Too often: `Retry-After` says how many seconds to wait */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Our fault; `X-Request-ID` finds it in the log */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
    };
  };
  list_targets: {
    parameters: {
      query?: {
        /** @description Ports of the exporters on each host. */
        port?: number[];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Successful Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["TargetGroup"][];
        };
      };
      /** @description Contradicts what is there */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description No or bad credentials */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Known, but not allowed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Not there, or not yours: the same answer */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description The body is too large */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Malformed, said field by field */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Malformed"];
        };
      };
      /** @description Too often: `Retry-After` says how many seconds to wait */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Our fault; `X-Request-ID` finds it in the log */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
    };
  };
  metrics: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Successful Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "text/plain": unknown;
          "application/openmetrics-text": unknown;
        };
      };
      /** @description Contradicts what is there */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description No or bad credentials */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Known, but not allowed */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Not there, or not yours: the same answer */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description The body is too large */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Malformed, said field by field */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Malformed"];
        };
      };
      /** @description Too often: `Retry-After` says how many seconds to wait */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
      /** @description Our fault; `X-Request-ID` finds it in the log */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Refusal"];
        };
      };
    };
  };
  health: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Successful Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Health"];
        };
      };
    };
  };
  ready: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Successful Response */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Readiness"];
        };
      };
      /** @description Service Unavailable */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Readiness"];
        };
      };
    };
  };
}
