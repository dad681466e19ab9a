/** The part of the output of `terraform show -json` that the commands read. */
export interface PlanJson {
  readonly resource_changes?: readonly ResourceChange[];
  /** What has changed in AWS since the last apply. */
  readonly resource_drift?: readonly ResourceChange[];
  readonly output_changes?: Readonly<Record<string, Change>>;
  readonly checks?: readonly Check[];
  readonly configuration?: { readonly root_module?: { readonly resources?: readonly Configured[] } };
  /** The state that was read before the plan, with the data sources. */
  readonly prior_state?: {
    readonly values?: { readonly root_module?: { readonly resources?: readonly ValuesResource[] } };
  };
}

export interface ResourceChange {
  readonly address: string;
  /** The address in the state, if it differs. */
  readonly previous_address?: string;
  readonly type: string;
  readonly mode: 'managed' | 'data';
  readonly change: Change;
  /** Why a resource is replaced or destroyed, such as `replace_because_tainted`. */
  readonly action_reason?: string;
}

export type Action = 'no-op' | 'create' | 'read' | 'update' | 'delete' | 'forget';

/** The values of a resource. Parts that are known only after the apply are missing in `after`. */
export interface Change {
  readonly actions: readonly Action[];
  readonly before: unknown;
  readonly after: unknown;
  /** `true`, or the same shape as `after` with `true` where a value is not known yet. */
  readonly after_unknown?: unknown;
  readonly before_sensitive?: unknown;
  readonly after_sensitive?: unknown;
  /** The arguments that force a replacement. */
  readonly replace_paths?: readonly (readonly (string | number)[])[];
}

/** The result of a condition or of a `check` block. A `check` block only warns. */
export interface Check {
  readonly address: { readonly kind: string; readonly to_display: string };
  readonly status: 'pass' | 'fail' | 'error' | 'unknown';
  readonly instances?: readonly { readonly problems?: readonly { readonly message: string }[] }[];
}

/** A resource in the configuration. The configuration is the stack's JSON. */
export interface Configured {
  /** The address without an index. */
  readonly address: string;
  readonly expressions?: Readonly<Record<string, unknown>>;
}

export interface ValuesResource {
  readonly address: string;
  readonly values?: Readonly<Record<string, unknown>>;
}

/** An argument in the configuration: a constant, or an expression with the addresses that it refers to. */
export interface Expression {
  readonly constant_value?: unknown;
  /** The most specific first, such as `aws_vpc.network.id`, `aws_vpc.network`. */
  readonly references?: readonly string[];
}
