/** Values of GitHub's contexts, such as `github`, `needs` and `vars`. */
export type Contexts = Readonly<Record<string, unknown>>;

type Function = (...args: readonly unknown[]) => unknown;

const token = /\s*(?:'((?:[^']|'')*)'|(\d+)|([A-Za-z_][\w-]*)|(&&|\|\||[!=]=|[!().,[\]*]))/y;
const literals: Readonly<Record<string, unknown>> = { true: true, false: false, null: null };

const functions: Readonly<Record<string, Function>> = {
  contains: (list, item) =>
    Array.isArray(list) ? list.some((one) => areEqual(one, item)) : textOf(list).includes(textOf(item)),
  startsWith: (text, start) => textOf(text).startsWith(textOf(start)),
  fromJSON: (text) => JSON.parse(textOf(text)),
};

/**
 * Evaluates an expression of a workflow as GitHub does. https://docs.github.com/en/actions/reference/workflows-and-actions/expressions
 * @param statuses the functions `success`, `failure`, `cancelled` and `always`. Their results differ between jobs and steps
 * @throws Error for an unknown context or function
 */
export function evaluate(text: string, contexts: Contexts, statuses: Readonly<Record<string, Function>> = {}): unknown {
  return new Parser(tokensOf(text), contexts, { ...functions, ...statuses }).parse();
}

/** Replaces each `${{ … }}` in a string with the value of the expression. */
export function interpolate(text: string, contexts: Contexts): string {
  return text.replace(/\$\{\{(.*?)\}\}/gs, (_match, inner: string) => textOf(evaluate(inner, contexts)));
}

export function isTruthy(value: unknown): boolean {
  return value !== '' && Boolean(value);
}

type Token = { readonly kind: 'text' | 'number' | 'name' | 'sign'; readonly value: string };

function tokensOf(text: string): Token[] {
  const found: Token[] = [];
  token.lastIndex = 0;
  const source = text.trim();
  while (token.lastIndex < source.length) {
    const at = token.lastIndex;
    const match = token.exec(source);
    if (!match) throw new Error(`The expression "${source}" has a syntax error at "${source.slice(at)}".`);
    const [, string, number, name, sign] = match;
    if (string !== undefined) found.push({ kind: 'text', value: string.replaceAll("''", "'") });
    else if (number !== undefined) found.push({ kind: 'number', value: number });
    else if (name !== undefined) found.push({ kind: 'name', value: name });
    else found.push({ kind: 'sign', value: sign ?? '' });
  }
  return found;
}

/** A recursive descent parser that evaluates an expression. Its methods are in the order of precedence, the lowest first. */
class Parser {
  #next = 0;

  constructor(
    private readonly tokens: readonly Token[],
    private readonly contexts: Contexts,
    private readonly functions: Readonly<Record<string, Function>>,
  ) {}

  parse(): unknown {
    const value = this.#or();
    if (this.#next < this.tokens.length) throw new Error(`"${this.tokens[this.#next]?.value}" is unexpected.`);
    return value;
  }

  #or(): unknown {
    let left = this.#and();
    while (this.#take('||')) {
      const right = this.#and();
      left = isTruthy(left) ? left : right;
    }
    return left;
  }

  #and(): unknown {
    let left = this.#equality();
    while (this.#take('&&')) {
      const right = this.#equality();
      left = isTruthy(left) ? right : left;
    }
    return left;
  }

  #equality(): unknown {
    const left = this.#unary();
    if (this.#take('==')) return areEqual(left, this.#unary());
    if (this.#take('!=')) return !areEqual(left, this.#unary());
    return left;
  }

  #unary(): unknown {
    return this.#take('!') ? !isTruthy(this.#unary()) : this.#access();
  }

  #access(): unknown {
    let value = this.#primary();
    for (;;) {
      if (this.#take('.')) value = property(value, this.#advance().value);
      else if (this.#take('[')) {
        value = property(value, textOf(this.#or()));
        this.#expect(']');
      } else return value;
    }
  }

  #primary(): unknown {
    if (this.#take('(')) {
      const value = this.#or();
      this.#expect(')');
      return value;
    }
    const { kind, value } = this.#advance();
    if (kind === 'text') return value;
    if (kind === 'number') return Number(value);
    if (value in literals) return literals[value];
    if (this.#take('(')) return this.#call(value);
    if (!(value in this.contexts)) throw new Error(`There is no context "${value}" here.`);
    return this.contexts[value];
  }

  #call(name: string): unknown {
    const args: unknown[] = [];
    while (!this.#take(')')) {
      args.push(this.#or());
      this.#take(',');
    }
    const called = this.functions[name];
    if (!called) throw new Error(`There is no function "${name}" here.`);
    return called(...args);
  }

  #take(sign: string): boolean {
    const found = this.tokens[this.#next];
    if (found?.kind !== 'sign' || found.value !== sign) return false;
    this.#next++;
    return true;
  }

  #expect(sign: string): void {
    if (!this.#take(sign)) throw new Error(`"${sign}" is missing.`);
  }

  #advance(): Token {
    const found = this.tokens[this.#next++];
    if (!found) throw new Error('The expression ends too early.');
    return found;
  }
}

/**
 * Returns a property of a value, or null if the value does not have it. For a list, for example after `*`, returns the property of each
 * element.
 */
function property(value: unknown, name: string): unknown {
  if (name === '*') return value;
  if (Array.isArray(value)) return value.map((one) => property(one, name));
  return typeof value === 'object' && value !== null ? ((value as Record<string, unknown>)[name] ?? null) : null;
}

/** Compares values as GitHub does: strings case-insensitively, and values of different types as numbers. */
function areEqual(one: unknown, other: unknown): boolean {
  if (typeof one === 'string' && typeof other === 'string') return one.toLowerCase() === other.toLowerCase();
  if (typeof one === typeof other) return one === other;
  return Number(one ?? 0) === Number(other ?? 0);
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
