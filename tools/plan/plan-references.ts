import { addressesIn, withoutIndex } from '../shared/addresses';
import { isObject } from '../shared/json';
import type { Configured, Expression, PlanJson } from '../terraform/plan-json';
import { valuesOf } from '../terraform/plan-values';

type Values = Readonly<Record<string, unknown>>;

/** Resolves the references of a plan: ids and ARNs in values, and addresses in the configuration. */
export class PlanReferences {
  readonly #configured: ReadonlyMap<string, Configured>;
  readonly #data: ReadonlyMap<string, Values>;
  readonly #planned: ReadonlyMap<string, Values>;
  readonly #addressOfId: ReadonlyMap<string, string>;
  /**
   * The ARNs before the apply that the apply will change. Each has its expression in the configuration, such as
   * `aws_lb.app.arn`.
   */
  readonly #formerArns: readonly (readonly [arn: string, name: string])[];

  constructor({ configuration, prior_state: state, resource_changes: changes = [] }: PlanJson) {
    const key = (address: string) => address.replace(/\[0\]$/, '');
    const before = changes.map(({ address, change }) => [key(address), valuesOf(change.before)] as const);
    this.#configured = new Map(configuration?.root_module?.resources?.map((each) => [each.address, each]));
    this.#data = new Map(
      state?.values?.root_module?.resources?.map(({ address, values }) => [key(address), values ?? {}]),
    );
    this.#planned = new Map(changes.map(({ address, change }) => [key(address), valuesOf(change.after)]));
    this.#addressOfId = new Map(before.flatMap(([address, { id }]) => (typeof id === 'string' ? [[id, address]] : [])));
    this.#formerArns = before
      .flatMap(([address, { arn }]) =>
        typeof arn === 'string' && this.#planned.get(address)?.arn !== arn ? [[arn, `${address}.arn`] as const] : [],
      )
      .sort(([one], [other]) => other.length - one.length);
  }

  /** Whether the stack sets an argument; undefined if the plan has no configuration of the resource. */
  isWritten(address: string, argument: string): boolean | undefined {
    const found = this.#find(address);
    return found && argument in (found.expressions ?? {});
  }

  /** Returns the address of the resource to which an argument refers, such as `aws_vpc.network`; undefined if it refers to none. */
  target(address: string, argument: string): string | undefined {
    return this.#expression(address, argument)?.references?.at(-1);
  }

  /** Whether an argument or a block of a resource refers to the resource with the address `to`. */
  isReferred(address: string, argument: string, to: string): boolean {
    return addressesIn(this.#find(address)?.expressions?.[argument]).includes(to);
  }

  /**
   * Returns what the stack's configuration sets for an argument whose value is not known yet. References whose values are
   * known are replaced with these values; other references remain.
   */
  written(address: string, argument: string): unknown {
    return mapTexts(this.#expression(address, argument)?.constant_value, (text) =>
      text.replace(/\$\{([^}]*)\}/g, (_, reference: string) => this.#valueOf(reference) ?? reference),
    );
  }

  /** Replaces each ARN that the apply will change with its expression. The result can then be compared with a result of `written`. */
  withoutFormerArns(value: unknown): unknown {
    return mapTexts(value, (text) => this.#formerArns.reduce((rest, [arn, name]) => rest.replaceAll(arn, name), text));
  }

  /** Returns the address of the resource with this id; the id itself if there is no such resource. */
  nameOfId(id: unknown): unknown {
    return this.#addressOfId.get(String(id)) ?? id;
  }

  #valueOf(reference: string): string | undefined {
    const [, address = '', attribute = ''] = /^((?:data\.)?\w+\.[\w-]+)(?:\[0\])?\.(\w+)$/.exec(reference) ?? [];
    const value = (this.#planned.get(address) ?? this.#data.get(address))?.[attribute];
    return typeof value === 'string' ? value : undefined;
  }

  /** The expression that the stack sets for an argument; undefined for a block. */
  #expression(address: string, argument: string): Expression | undefined {
    const found = this.#find(address)?.expressions?.[argument];
    return isObject(found) ? found : undefined;
  }

  #find(address: string): Configured | undefined {
    return this.#configured.get(withoutIndex(address));
  }
}

/** Applies a function to a string, or to each string in a list. */
function mapTexts(value: unknown, change: (text: string) => string): unknown {
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, change));
  return typeof value === 'string' ? change(value) : value;
}
