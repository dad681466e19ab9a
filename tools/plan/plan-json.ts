/** The part of the output of `terraform show -json` that the commands read. */
export interface PlanJson {
  readonly resource_changes?: readonly ResourceChange[];
}

export interface ResourceChange {
  readonly address: string;
  readonly type: string;
  readonly mode: 'managed' | 'data';
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
