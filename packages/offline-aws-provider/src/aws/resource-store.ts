import { isKnown, type Value, type Values } from '../protocol/value';

/** Stores the resources of an account by type and id. */
export class ResourceStore {
  readonly #resources = new Map<string, Map<Value, Values>>();
  /** The keys of the resources that AWS has deleted without a request from Terraform. */
  readonly #removed = new Set<string>();
  /** The attributes that AWS has changed without a request from Terraform, by the key of the resource. */
  readonly #changed = new Map<string, Values>();

  /** Returns all resources of a type. */
  resources(type: string): Values[] {
    return [...(this.#resources.get(type)?.values() ?? [])];
  }

  /** Returns the resource whose attribute has this value, or undefined if there is no such resource or the value is unknown. */
  find(type: string, attribute: string, value: Value | undefined): Values | undefined {
    return isKnown(value) ? this.resources(type).find((resource) => resource[attribute] === value) : undefined;
  }

  /** Records a creation (`before` is null), an update or a deletion (`after` is null). */
  remember(type: string, before: Values | null, after: Values | null): void {
    if (before !== null) {
      this.#resources.get(type)?.delete(before.id ?? null);
      this.#changed.delete(key(type, before));
    }
    if (after !== null) {
      this.#put(type, after);
      this.#removed.delete(key(type, after));
    }
  }

  /** Deletes a resource without a request from Terraform. Terraform notices the deletion at its next refresh. */
  remove(type: string, resource: Values): void {
    this.#resources.get(type)?.delete(resource.id ?? null);
    this.#removed.add(key(type, resource));
  }

  /** Changes attributes of a resource without a request from Terraform. Terraform notices the change at its next refresh. */
  change(type: string, resource: Values, attributes: Values): void {
    this.#changed.set(key(type, resource), attributes);
    this.#put(type, { ...resource, ...attributes });
  }

  /**
   * Returns the attributes of a resource after a refresh: those in Terraform's state, with the changes that AWS has made.
   * @param resource the attributes in Terraform's state
   */
  refreshed(type: string, resource: Values): Values {
    return { ...resource, ...this.#changed.get(key(type, resource)) };
  }

  /** Whether AWS has deleted a resource that is still in Terraform's state. */
  hasRemoved(type: string, resource: Values): boolean {
    return this.#removed.has(key(type, resource));
  }

  #put(type: string, resource: Values): void {
    const ofType = this.#resources.get(type) ?? new Map<Value, Values>();
    this.#resources.set(type, ofType.set(resource.id ?? null, resource));
  }
}

function key(type: string, { id }: Values): string {
  return `${type} ${id}`;
}
