import type { Action, Change, Check, Expression, PlanJson, ResourceChange } from '../../../tools/terraform/plan-json';

/** A resource in the JSON of a plan. */
export interface Planned
  extends Partial<Omit<Change, 'actions'>>,
    Pick<ResourceChange, 'action_reason' | 'previous_address'> {
  readonly mode?: 'managed' | 'data';
  /** The expressions of the resource's arguments in the configuration. */
  readonly expressions?: Readonly<Record<string, Expression>>;
}

const actions: Readonly<Record<string, readonly Action[]>> = {
  '+': ['create'],
  '-': ['delete'],
  '~': ['update'],
  '±': ['create', 'delete'],
  '∓': ['delete', 'create'],
  '.': ['forget'],
  '=': ['no-op'],
};

/**
 * Returns the JSON of a plan.
 * @param resources the changes. Each key consists of a sign from `actions` and an address, as in `+ aws_vpc.network`
 * @param rest other parts of the plan
 */
export function planOf(
  resources: Readonly<Record<string, Planned>>,
  rest: Pick<PlanJson, 'output_changes' | 'prior_state'> & { readonly checks?: readonly Check[] } = {},
): PlanJson {
  const entries = Object.entries(resources).map(([key, planned]) => {
    const [sign = '', address = ''] = key.split(' ');
    return { sign, address, planned };
  });
  return {
    ...rest,
    resource_changes: entries.map(({ sign, address, planned }) => {
      const { mode = 'managed', action_reason, previous_address, expressions: _expressions, ...change } = planned;
      const before = sign === '+' ? null : {};
      const after = sign === '-' ? null : {};
      return {
        address,
        type: address.split('.')[0] ?? '',
        mode,
        ...(action_reason && { action_reason }),
        ...(previous_address && { previous_address }),
        change: { actions: actions[sign] ?? [], before, after, ...change },
      };
    }),
    configuration: {
      root_module: {
        resources: entries.map(({ address, planned }) => ({
          address: address.replace(/\[\d+\]$/, ''),
          expressions: planned.expressions ?? {},
        })),
      },
    },
  };
}

/** Returns an expression that refers to an attribute of a resource, as in `expressionOf('aws_vpc.network', 'id')`. */
export function expressionOf(address: string, attribute: string): Expression {
  return { constant_value: `\${${address}.${attribute}}`, references: [`${address}.${attribute}`, address] };
}
