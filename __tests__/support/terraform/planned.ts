import type { Action, Change, Check, Expression, PlanJson, ResourceChange } from '../../../tools/plan/plan-json';

/** A resource in a plan. */
export interface Planned
  extends Partial<Omit<Change, 'actions'>>,
    Pick<ResourceChange, 'action_reason' | 'previous_address'> {
  readonly mode?: 'managed' | 'data';
  /** What the stack says about its arguments. */
  readonly written?: Readonly<Record<string, Expression>>;
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

/** The JSON of a plan. The keys are a sign and an address, as in `+ aws_vpc.network`. */
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
      const { mode = 'managed', action_reason, previous_address, written: _written, ...change } = planned;
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
          expressions: planned.written ?? {},
        })),
      },
    },
  };
}

/** What a stack says about an argument that refers to another resource: `refersTo('aws_vpc.network', 'id')`. */
export function refersTo(address: string, attribute: string): Expression {
  return { constant_value: `\${${address}.${attribute}}`, references: [`${address}.${attribute}`, address] };
}
