/** The part of the output of `terraform show -json` that the commands read. */
export interface PlanJson {
  readonly resource_changes?: readonly ResourceChange[];
  /** What has changed in AWS since the last apply. */
  readonly resource_drift?: readonly ResourceChange[];
  readonly output_changes?: Readonly<Record<string, Change>>;
  readonly checks?: readonly Check[];
  readonly configuration?: { readonly root_module?: { readonly resources?: readonly Configured[] } };
  /** The state on which the plan is based, including the data sources. */
  readonly prior_state?: {
    readonly values?: { readonly root_module?: { readonly resources?: readonly ValuesResource[] } };
  };
}

export interface ResourceChange {
  readonly address: string;
  /** The old address, if the plan moves the resource to another address in the state. */
  readonly previous_address?: string;
  readonly type: string;
  readonly mode: 'managed' | 'data';
  readonly change: Change;
  /** Why a resource is replaced or destroyed, such as `replace_because_tainted`. */
  readonly action_reason?: string;
}

export type Action = 'no-op' | 'create' | 'read' | 'update' | 'delete' | 'forget';

/** The values of a resource before and after the apply. Values that are known only after the apply are missing from `after`. */
export interface Change {
  readonly actions: readonly Action[];
  readonly before: unknown;
  readonly after: unknown;
  /**
   * The values that are known only after the apply. `true` means all values of the resource. Any other value has the
   * shape of `after`, with `true` for each unknown value.
   */
  readonly after_unknown?: unknown;
  readonly before_sensitive?: unknown;
  readonly after_sensitive?: unknown;
  /** The paths of the arguments that force a replacement. */
  readonly replace_paths?: readonly (readonly (string | number)[])[];
}

/** The result of a condition or of a `check` block. A failed `check` block only warns. */
export interface Check {
  readonly address: { readonly kind: string; readonly to_display: string };
  readonly status: 'pass' | 'fail' | 'error' | 'unknown';
  readonly instances?: readonly { readonly problems?: readonly { readonly message: string }[] }[];
}

/** A resource in the configuration, the synthesized JSON of the stack. */
export interface Configured {
  /** The address without an index, such as `aws_ecs_service.app`. */
  readonly address: string;
  readonly expressions?: Readonly<Record<string, unknown>>;
}

export interface ValuesResource {
  readonly address: string;
  readonly values?: Readonly<Record<string, unknown>>;
}

/** An argument in the configuration: a constant value, or an expression with the addresses to which it refers. */
export interface Expression {
  readonly constant_value?: unknown;
  /** The addresses to which the expression refers, the most specific first: `aws_vpc.network.id`, `aws_vpc.network`. */
  readonly references?: readonly string[];
}
