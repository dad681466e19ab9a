/** What `terraform show -json` says about a plan, as far as the commands read it. */
export interface PlanJson {
  readonly format_version: string;
  readonly resource_changes?: readonly ResourceChange[];
  readonly output_changes?: Readonly<Record<string, Change>>;
  /** What differs from the state although no apply changed it. */
  readonly resource_drift?: readonly ResourceChange[];
  readonly prior_state?: {
    readonly values?: { readonly outputs?: Readonly<Record<string, { readonly value?: unknown }>> };
  };
  readonly variables?: Readonly<Record<string, { readonly value?: unknown }>>;
  readonly errored?: boolean;
}

export interface ResourceChange {
  readonly address: string;
  readonly type: string;
  readonly mode: 'managed' | 'data';
  readonly previous_address?: string;
  readonly action_reason?: string;
  readonly change: Change;
}

export type Action = 'no-op' | 'create' | 'read' | 'update' | 'delete' | 'forget';

/** Values are those of the provider; parts that are only known after the apply are missing in `after`. */
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
