import { type Lookup, words } from './dockerfile-words';

/**
 * The variables that the ARG instructions of a Dockerfile declare. A given value overrides the default.
 * https://docs.docker.com/reference/dockerfile/#arg
 */
export class BuildArguments {
  readonly #values = new Map<string, string>();

  /**
   * Creates an empty set of variables.
   * @param given the values for this build, by name
   * @param outer looks up the value of an ARG without a default. @default finds no value
   */
  constructor(
    private readonly given: Readonly<Record<string, string>>,
    private readonly outer: Lookup = () => undefined,
  ) {}

  /** Adds the variables of an ARG instruction, such as `NAME`, `NAME=default` or several of them. */
  declare(content: string, lookup: Lookup = this.get): void {
    for (const word of words(content, lookup)) {
      const [name = '', ...rest] = word.split('=');
      const value = this.given[name] ?? (rest.length > 0 ? rest.join('=') : this.outer(name));
      if (value !== undefined) this.#values.set(name, value);
    }
  }

  readonly get: Lookup = (name) => this.#values.get(name);
}
